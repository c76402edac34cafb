import { Button, Group } from '@mantine/core';
import { type Customer, settleSuggestion } from '@meada/contract/routes/customers';
import { IconUsersPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { sameCustomerText } from '../../ui/reasons.ts';
import { complain } from '../../ui/toast.ts';
import classes from './panel.module.css';

/** "The same customer?": the evidence did not suffice to merge without asking. */
export function Suggestions({ customer }: { customer: Customer }) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const may = useMay('customers.write');
  const settle = useMutation({
    mutationFn: ({ id, accept }: { id: string; accept: boolean }) =>
      call(settleSuggestion, { params: { id: customer.id, suggestionId: id }, body: { accept } }),
    onSuccess: (fresh) => client.setQueryData(keys.customer(customer.id), fresh),
    onError: complain,
  });
  if (customer.suggestions.length === 0) return null;
  return (
    <div className={classes.suggestions}>
      {customer.suggestions.map(({ id, other, reason }) => (
        <div key={id}>
          <p>
            <IconUsersPlus size={16} aria-hidden />{' '}
            <b>{t('suggestion.title', { name: other.name ?? other.display })}</b>
          </p>
          <p className={classes.reason}>{sameCustomerText(reason)}</p>
          {may ? (
            <Group gap="xs">
              <Button
                size="compact-sm"
                loading={settle.isPending}
                onClick={() => settle.mutate({ id, accept: true })}
              >
                {t('suggestion.accept')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                disabled={settle.isPending}
                onClick={() => settle.mutate({ id, accept: false })}
              >
                {t('suggestion.dismiss')}
              </Button>
            </Group>
          ) : null}
        </div>
      ))}
    </div>
  );
}

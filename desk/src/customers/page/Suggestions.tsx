import { Button, Group } from '@mantine/core';
import { type Customer, settleSuggestion } from '@meada/contract/routes/customers';
import { IconUsersPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { sameCustomerText } from '../../ui/reasons.ts';
import { complain, say } from '../../ui/toast.ts';
import classes from '../customers.module.css';
import { MergeDialog } from '../merge/MergeDialog.tsx';
import { keepCustomer } from '../queries.ts';

type Suggestion = Customer['suggestions'][number];

function One({ customer, suggestion }: { customer: Customer; suggestion: Suggestion }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const [comparing, setComparing] = useState(false);
  const { other, reason, id } = suggestion;
  const settle = useMutation({
    mutationFn: () =>
      call(settleSuggestion, { params: { id: customer.id, suggestionId: id }, body: { accept: false } }),
    onSuccess: (fresh) => {
      say(t('suggestion.dismissed'));
      return keepCustomer(fresh);
    },
    onError: complain,
  });
  return (
    <div className={classes.suggestion} role="note">
      <IconUsersPlus size={24} stroke={1.5} aria-hidden />
      <div className={classes.suggestionText}>
        <strong>{t('suggestion.title', { name: other.name ?? other.display })}</strong>
        {sameCustomerText(reason)}
      </div>
      {may ? (
        <Group gap="sm">
          <Button size="xs" onClick={() => setComparing(true)}>
            {t('suggestion.compare')}
          </Button>
          <Button size="xs" variant="default" loading={settle.isPending} onClick={() => settle.mutate()}>
            {t('suggestion.dismiss')}
          </Button>
        </Group>
      ) : null}
      {comparing ? (
        <MergeDialog
          customer={customer}
          otherId={other.id}
          reason={reason}
          onClose={() => setComparing(false)}
        />
      ) : null}
    </div>
  );
}

/** Others who may be the same human: the evidence did not suffice to merge without asking. */
export function Suggestions({ customer }: { customer: Customer }) {
  return customer.suggestions.map((suggestion) => (
    <One key={suggestion.id} customer={customer} suggestion={suggestion} />
  ));
}

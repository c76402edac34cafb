import { CloseButton } from '@mantine/core';
import { readConversation } from '@meada/contract/routes/conversations';
import { readCustomer } from '@meada/contract/routes/customers';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import type { SearchAddress } from './address.ts';
import classes from './search.module.css';

type Props = { address: SearchAddress; change: (address: SearchAddress) => void };

/** The one customer or conversation that is searched, and the way to search everything. */
export function Scope({ address, change }: Props) {
  const { t } = useTranslation('search');
  const { customer, conversation } = address;
  const who = useQuery({
    queryKey: keys.customer(customer ?? ''),
    enabled: customer !== undefined,
    queryFn: ({ signal }) => call(readCustomer, { params: { id: customer ?? '' } }, { signal }),
  });
  const matter = useQuery({
    queryKey: keys.conversation(conversation ?? ''),
    enabled: conversation !== undefined,
    queryFn: ({ signal }) => call(readConversation, { params: { id: conversation ?? '' } }, { signal }),
  });
  if (!customer && !conversation) return null;
  const name = conversation
    ? matter.data &&
      [matter.data.customer.name ?? matter.data.customer.display, matter.data.protocol].join(' · ')
    : (who.data?.name ?? who.data?.display);
  return (
    <p className={classes.scope}>
      <span>{t(conversation ? 'inConversation' : 'ofCustomer', { name: name ?? '…' })}</span>
      <CloseButton
        size="xs"
        aria-label={t('everywhere')}
        title={t('everywhere')}
        onClick={() => change({ ...address, customer: undefined, conversation: undefined })}
      />
    </p>
  );
}

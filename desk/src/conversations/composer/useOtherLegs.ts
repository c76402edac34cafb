import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { readCustomer } from '@meada/contract/routes/customers';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannels, useInboxRefs, useMay } from '../../api/queries.ts';
import { otherLegs } from './rules.ts';

const none: Leg[] = [];

/** Legs a reply could open to other addresses of the customer. */
export function useOtherLegs(conversation: Conversation): Leg[] {
  const { legs, writtenFrom, customer } = conversation;
  const channels = useChannels();
  const inboxes = useInboxRefs();
  const known = useQuery({
    queryKey: keys.customer(customer.id),
    enabled: useMay('customers.read'),
    queryFn: ({ signal }) => call(readCustomer, { params: { id: customer.id } }, { signal }),
    staleTime: 5 * 60_000,
  });
  const identities = known.data?.identities;
  return useMemo(
    () => (identities ? otherLegs({ legs, writtenFrom, identities, inboxes, channels }) : none),
    [legs, writtenFrom, identities, inboxes, channels],
  );
}

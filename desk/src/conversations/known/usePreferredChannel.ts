import type { Preferences } from '@meada/contract/routes/preferences';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../api/queries.ts';
import { recordQuery } from '../../customers/record/queries.ts';

/** The channel a customer wants: what they said counts before what their answers show. */
export function preferredChannel({ stated, learned }: Preferences): string | null {
  for (const { value } of [...stated, ...learned]) if (value.kind === 'channel') return value.channel;
  return null;
}

/** Asked for once the record is there; until then nothing is proposed. */
export function usePreferredChannel(customerId: string): string | null {
  const { data } = useQuery({ ...recordQuery(customerId), enabled: useMay('customers.read') });
  return data ? preferredChannel(data.preferences) : null;
}

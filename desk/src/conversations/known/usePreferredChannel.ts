import { clockIn, isWithin } from '@meada/contract/preferred-hours';
import type { Preferences, PreferredHours } from '@meada/contract/routes/preferences';
import { useQuery } from '@tanstack/react-query';
import { useMay, useMe } from '../../api/queries.ts';
import { recordQuery } from '../../customers/record/queries.ts';
import { useNow } from '../../ui/time.ts';

/** The channel a customer wants: what they said counts before what their answers show. */
export function preferredChannel({ stated, learned }: Preferences): string | null {
  for (const { value } of [...stated, ...learned]) if (value.kind === 'channel') return value.channel;
  return null;
}

/** Asked for once the record is there; until then nothing is proposed. */
export function usePreferences(customerId: string): Preferences | null {
  const { data } = useQuery({ ...recordQuery(customerId), enabled: useMay('customers.read') });
  return data?.preferences ?? null;
}

/** What the customer said themselves: the channel, and the hours while it is none of them. */
export function useStated(customerId: string): { channel: string | null; outside: PreferredHours | null } {
  const preferences = usePreferences(customerId);
  const { timeZone } = useMe().organisation;
  const now = useNow();
  let channel: string | null = null;
  let outside: PreferredHours | null = null;
  for (const { value } of preferences?.stated ?? []) {
    if (value.kind === 'channel') channel = value.channel;
    if (value.kind === 'hours' && !isWithin(value.hours, clockIn(timeZone, new Date(now))))
      outside = value.hours;
  }
  return { channel, outside };
}

import { Locale } from '@meada/contract/primitives';
import { type Arriving, canonicalOf } from './batch.ts';
import type { Sender } from './senders.ts';

/** The conversation's language: as the message says, as the customer wants it, as the firm speaks. */
export function languageOf({ batch, item }: Arriving, sender: Sender): Locale {
  const root = batch.customers.get(canonicalOf(batch, sender.identity.customerId));
  const read = Locale.safeParse(item.locale ?? root?.locale ?? batch.org.locale);
  return read.success ? read.data : 'pt-BR';
}

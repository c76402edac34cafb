import type { Inbound } from '@meada/contract/channels';
import type { Claim } from '@meada/contract/claims';
import { type KeyedAddress, keyAddress } from '../../customers/index.ts';
import { type Arriving, canonicalOf } from './batch.ts';
import { type Sender, suggest } from './senders.ts';

/** What a claim weighs by where it stood: a form is about oneself, a card may be about anybody. */
const weights: Record<string, number> = { form: 0.3, reply_to: 0.3, card: 0.1 };
const claimsAtMost = 10;

/** Addresses an item names without proof; a message that is one contact card names those on it. */
export function claimsOf(item: Inbound): Claim[] {
  if (item.kind !== 'message' || item.echo || item.outsideThread?.kind === 'group') return [];
  const cards = item.content.kind === 'contact' ? item.content.contacts : [];
  const card = cards.length === 1 ? cards[0] : undefined;
  const onCard = (kind: string) => (value: string) => ({ kind, value, source: 'card' as const });
  const named = [...(card?.phones ?? []).map(onCard('phone')), ...(card?.emails ?? []).map(onCard('email'))];
  return [...(item.claims ?? []), ...named].slice(0, claimsAtMost);
}

/**
 * Keeps the addresses a message names without proof: identities of source `claim:…` that join nobody and open no history
 * (decision 0006). What the customer has already is not claimed again; what another has proven becomes a suggestion,
 * unless it came on a card, which people send of others, too.
 */
export function holdClaims({ batch, item }: Arriving, sender: Sender): void {
  for (const claim of claimsOf(item)) {
    const keyed = keyAddress(batch.ctx.ports.identityKinds, claim.kind, claim.value);
    if (!keyed || keyed.anonymous || !batch.ctx.ports.identityKinds.get(claim.kind)?.canonical(claim.value))
      continue;
    const rows = batch.identities.get(keyed.matchKey) ?? [];
    if (rows.some((row) => canonicalOf(batch, row.customerId) === sender.customerId)) continue;
    const holder = rows.find((row) => row.verified);
    if (holder && claim.source !== 'card')
      suggest(batch, [sender.customerId, holder.customerId], 'same_address_claimed');
    insertClaim({ batch, sender }, keyed, claim.source);
  }
}

function insertClaim(
  { batch, sender }: Pick<Arriving, 'batch'> & { sender: Sender },
  keyed: KeyedAddress,
  from: string,
): void {
  const id = batch.ctx.ids.uuid();
  const source = `claim:${from}`;
  const { kind, value, canonical, matchKey } = keyed;
  const identity = {
    id,
    customerId: sender.customerId,
    kind,
    value,
    matchKey,
    verified: false,
    source,
    name: null,
  };
  batch.writes.identities.push({
    id,
    customer_id: sender.customerId,
    kind,
    value,
    canonical,
    match_key: matchKey,
    name: null,
    proof: 'none',
    verified_at: null,
    confidence: weights[from] ?? 0.1,
    source,
    created_at: batch.now,
  });
  batch.identitiesById.set(id, identity);
  batch.identities.set(matchKey, [...(batch.identities.get(matchKey) ?? []), identity]);
  batch.ctx.emit({ name: 'customer.changed', facts: { customerId: sender.customerId } });
}

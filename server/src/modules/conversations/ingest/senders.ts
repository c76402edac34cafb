import type { Address, Proof } from '@meada/contract/channels';
import { type KeyedAddress, keyAddress } from '../../customers/index.ts';
import { type Batch, canonicalOf, type IdentityRow } from './batch.ts';

/**
 * Who wrote: an identity, found or made. Only a proven sender (or a browser going on with its own talk) meets what is
 * held by a proven identity; everybody else stands alone and inherits nothing (LESSONS 42).
 */
export type Sender = {
  identity: IdentityRow;
  /** Canonical customer. */
  customerId: string;
  /** May join conversations of that customer by being that customer. */
  inherits: boolean;
  /** Other customers whom the platform's own word (several ids of one person) says to be the same human. */
  alsoIs: string[];
};

/** Proofs that say the sender holds the address. */
export const proves = (proof: Proof): boolean => proof !== 'none';

const confidenceOf = (proven: boolean): number => (proven ? 1 : 0.5);

/** An address as a message brings it. */
export type Said = { from: Address; proof: Proof; aliases?: readonly Address[] };

export function resolveSender(batch: Batch, { from, proof, aliases = [] }: Said): Sender {
  const keyed = keyedOf(batch, from);
  if (keyed.anonymous) return browserSender(batch, keyed, from);
  const keys = [keyed, ...aliases.map((alias) => keyedOf(batch, alias))];
  const rows = [...new Set(keys.flatMap((key) => batch.identities.get(key.matchKey) ?? []))];
  const sender = proves(proof)
    ? provenSender(batch, keyed, { from, proof, rows })
    : unprovenSender(batch, keyed, { from, rows });
  if (proves(proof)) for (const alias of keys.slice(1)) holdAlias(batch, sender, { alias, proof });
  nameSender(batch, sender, from.name);
  return sender;
}

function keyedOf(batch: Batch, address: Address): KeyedAddress {
  const keyed = keyAddress(batch.ctx.ports.identityKinds, address.kind, address.value);
  if (!keyed) throw new Error(`unknown kind of identity ${address.kind}`);
  return keyed;
}

/** A browser's random number: it is its own address and nothing more. */
function browserSender(batch: Batch, keyed: KeyedAddress, from: Address): Sender {
  const known = (batch.identities.get(keyed.matchKey) ?? [])[0];
  const identity =
    known ??
    newIdentity(batch, keyed, { proof: 'none', customerId: newCustomer(batch, false), name: from.name });
  return senderOf(batch, identity, true);
}

type Found = { from: Address; proof: Proof; rows: IdentityRow[] };

function provenSender(batch: Batch, keyed: KeyedAddress, found: Found): Sender {
  const { rows, proof, from } = found;
  const holder = rows.find((row) => row.verified);
  if (holder) {
    const exact = rows.find((row) => row.verified && row.kind === keyed.kind && row.value === keyed.value);
    const identity =
      exact ?? newIdentity(batch, keyed, { proof, customerId: holder.customerId, name: from.name });
    return senderOf(batch, identity, true);
  }
  // Held by an unverified customer because they wrote from it or were written to: now it is proven.
  const held = rows.find((row) => heldSources.has(row.source) && row.kind === keyed.kind);
  if (held) {
    verifyIdentity(batch, held, proof);
    return senderOf(batch, held, true);
  }
  const identity = newIdentity(batch, keyed, {
    proof,
    customerId: newCustomer(batch, true),
    name: from.name,
  });
  for (const claim of rows) suggest(batch, [identity.customerId, claim.customerId], 'same_address_claimed');
  return senderOf(batch, identity, true);
}

/** The identity of an address that only stands in a mail (Cc): who holds it, or a new one that proves nothing. */
export function addressIdentity(batch: Batch, address: Address): IdentityRow {
  const keyed = keyedOf(batch, address);
  const rows = batch.identities.get(keyed.matchKey) ?? [];
  const known = rows.find((row) => row.verified) ?? rows.find((row) => heldSources.has(row.source));
  if (known) return known;
  const identity = newIdentity(batch, keyed, {
    proof: 'none',
    customerId: newCustomer(batch, false),
    name: address.name,
  });
  nameSender(batch, senderOf(batch, identity, false), address.name);
  return identity;
}

/** Sources of an address that was really written from or to; `claim` and `person` are what somebody typed. */
const heldSources = new Set(['inbound', 'outbound']);

function unprovenSender(batch: Batch, keyed: KeyedAddress, found: Pick<Found, 'from' | 'rows'>): Sender {
  const own = found.rows.find(
    (row) => !row.verified && heldSources.has(row.source) && row.kind === keyed.kind,
  );
  if (own) return senderOf(batch, own, !verifiedCustomer(batch, own.customerId));
  const identity = newIdentity(batch, keyed, {
    proof: 'none',
    customerId: newCustomer(batch, false),
    name: found.from.name,
  });
  const holder = found.rows.find((row) => row.verified);
  if (holder) suggest(batch, [identity.customerId, holder.customerId], 'same_address_unproven');
  return senderOf(batch, identity, true);
}

export function senderOf(batch: Batch, identity: IdentityRow, inherits: boolean): Sender {
  return { identity, customerId: canonicalOf(batch, identity.customerId), inherits, alsoIs: [] };
}

const verifiedCustomer = (batch: Batch, customerId: string): boolean =>
  batch.customers.get(canonicalOf(batch, customerId))?.verified ?? false;

export function newCustomer(batch: Batch, verified: boolean): string {
  const id = batch.ctx.ids.uuid();
  batch.customers.set(id, { id, canonicalId: id, verified, createdAt: batch.now, name: null });
  batch.writes.customers.push({
    id,
    canonical_id: id,
    created_at: batch.now,
    updated_at: batch.now,
    seen_at: batch.now,
    name: null,
  });
  batch.ctx.emit({ name: 'customer.created', facts: { customerId: id } });
  return id;
}

export function newIdentity(
  batch: Batch,
  keyed: KeyedAddress,
  made: { proof: Proof; customerId: string; name?: string },
): IdentityRow {
  const proven = proves(made.proof) && !keyed.anonymous;
  const identity: IdentityRow = {
    id: batch.ctx.ids.uuid(),
    customerId: made.customerId,
    kind: keyed.kind,
    value: keyed.value,
    matchKey: keyed.matchKey,
    verified: proven,
    source: 'inbound',
    name: made.name ?? null,
  };
  batch.writes.identities.push({
    id: identity.id,
    customer_id: identity.customerId,
    kind: keyed.kind,
    value: keyed.value,
    canonical: keyed.canonical,
    match_key: keyed.matchKey,
    name: identity.name,
    proof: keyed.anonymous ? 'none' : made.proof,
    verified_at: proven ? batch.now : null,
    confidence: confidenceOf(proven),
    source: 'inbound',
    created_at: batch.now,
  });
  remember(batch, identity);
  if (proven) markVerified(batch, identity.customerId);
  // Who is new is told of as such; somebody known has one address more, by which others may be found to be them.
  if (!batch.writes.customers.some((row) => row.id === made.customerId)) tellChanged(batch, made.customerId);
  return identity;
}

const tellChanged = (batch: Batch, customerId: string): void =>
  batch.ctx.emit({ name: 'customer.changed', facts: { customerId: canonicalOf(batch, customerId) } });

function remember(batch: Batch, identity: IdentityRow): void {
  batch.identitiesById.set(identity.id, identity);
  batch.identities.set(identity.matchKey, [...(batch.identities.get(identity.matchKey) ?? []), identity]);
}

/** Writes down that an address is now proven. Nothing happens to one that is. */
export function verifyIdentity(batch: Batch, identity: IdentityRow, proof: Proof): void {
  if (identity.verified) return;
  const other = (batch.identities.get(identity.matchKey) ?? []).find(
    (row) => row.verified && row.kind === identity.kind && row.value === identity.value,
  );
  // One address, one proven holder: the other keeps it and a suggestion says that the two may be one.
  if (other) {
    suggest(batch, [identity.customerId, other.customerId], 'same_address_proven');
    return;
  }
  identity.verified = true;
  batch.writes.identityChanges.push({
    id: identity.id,
    proof,
    verified_at: batch.now,
    ended_at: null,
    confidence: 1,
  });
  markVerified(batch, identity.customerId);
  tellChanged(batch, identity.customerId);
}

function markVerified(batch: Batch, customerId: string): void {
  const canonical = canonicalOf(batch, customerId);
  for (const customer of batch.customers.values())
    if (customer.canonicalId === canonical) customer.verified = true;
}

/** The platform says this second id is the same human. */
function holdAlias(
  batch: Batch,
  sender: Sender,
  { alias, proof }: { alias: KeyedAddress; proof: Proof },
): void {
  const rows = batch.identities.get(alias.matchKey) ?? [];
  const exact = rows.find((row) => row.kind === alias.kind && row.value === alias.value);
  if (exact) {
    const other = canonicalOf(batch, exact.customerId);
    if (other !== sender.customerId) sender.alsoIs.push(other);
    return;
  }
  newIdentity(batch, alias, { proof, customerId: sender.identity.customerId });
}

/** A customer without a name takes the one the platform gives; a name a person wrote is never overwritten. */
function nameSender(batch: Batch, sender: Sender, name: string | undefined): void {
  const customer = batch.customers.get(sender.customerId);
  const given = name?.trim().slice(0, 256);
  if (!customer || !given || customer.name) return;
  for (const other of batch.customers.values())
    if (other.canonicalId === sender.customerId) other.name = given;
  const fresh = batch.writes.customers.findIndex((row) => row.id === sender.customerId);
  if (fresh < 0) batch.writes.customerNames.push({ id: sender.customerId, name: given });
  else batch.writes.customers[fresh] = { ...batch.writes.customers[fresh], name: given };
}

/** Remembered and written with the rest: a suggestion needs both customers in the database. */
export function suggest(batch: Batch, pair: readonly [string, string], reason: string): void {
  const a = canonicalOf(batch, pair[0]);
  const b = canonicalOf(batch, pair[1]);
  if (a !== b) batch.writes.suggestions.push({ customerId: a, otherId: b, reason });
}

import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { type KeyedAddress, readAddress } from './kinds.ts';
import { type Holder, holdersOf, insertIdentity, vouchFor } from './store.ts';
import { suggestMerge } from './suggest.ts';

/** What an agent types without proof weighs as much as what is merely seen. */
const typed = 0.5;

/** An address a person typed. Throws `refused` for what is none and for kinds only machines have. */
export function typedAddress(ctx: Ctx, input: { kind: string; value: string }): KeyedAddress {
  const address = readAddress(ctx.ports.identityKinds, input.kind, input.value);
  if (address.anonymous) throw refused('This kind of address cannot be written down.', 'body.kind');
  return address;
}

export type Note = { customerId: string; rootId: string; address: KeyedAddress; reason?: string };

/**
 * Writes an address down for a customer, once. With a reason a person vouches for it; what another customer has proven
 * stays theirs (answers `held`), and a suggestion says that the two may be one. The lock of identities must be held.
 */
export async function writeDown(ctx: Ctx, note: Note): Promise<'written' | 'held'> {
  const { rootId, address, reason } = note;
  const holders = await holdersOf(ctx, address.matchKey);
  const other = holders.find((holder) => holder.verified && holder.rootId !== rootId);
  if (other) {
    await suggestMerge(ctx, {
      customerId: rootId,
      otherId: other.rootId,
      reason: 'same_address_claimed',
      evidence: { kind: address.kind },
    });
    if (reason !== undefined) return 'held';
  }
  const own = holders.filter((holder) => holder.rootId === rootId);
  if (own.length === 0) await insertNote(ctx, note);
  else if (reason !== undefined) await vouchOnce(ctx, own, note);
  return 'written';
}

async function insertNote(ctx: Ctx, note: Note): Promise<void> {
  const { customerId, address, reason } = note;
  const vouched = reason === undefined ? {} : { vouched: { reason } };
  const made = { customerId, address, source: 'person', confidence: typed, ...vouched } as const;
  const identityId = await insertIdentity(ctx, made);
  if (reason !== undefined) tellVouched(ctx, { customerId, identityId, kind: address.kind });
}

/** One proof is enough; a second identity of the same address stays as it is. */
async function vouchOnce(ctx: Ctx, own: readonly Holder[], note: Note): Promise<void> {
  const [first] = own;
  if (!first || own.some((holder) => holder.verified)) return;
  await vouchFor(ctx, first.id, note.reason ?? '');
  tellVouched(ctx, { customerId: first.customerId, identityId: first.id, kind: note.address.kind });
}

const tellVouched = (ctx: Ctx, facts: { customerId: string; identityId: string; kind: string }): void =>
  ctx.emit({ name: 'identity.verified', facts: { ...facts, proof: 'person', outcome: 'proven' } });

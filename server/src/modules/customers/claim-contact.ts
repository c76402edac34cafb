import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { factOfName } from './facts/of-name.ts';
import { keyAddress } from './kinds.ts';
import { holdersOf, insertIdentity, lockIdentities, nameNameless, rootIdOf } from './store.ts';
import { suggestMerge } from './suggest.ts';

export type Claim = { customerId: string; name?: string; email?: string; phone?: string };

/** What somebody says of themself weighs this much. */
const claimed = 0.3;
/** A name given in a form is most often one's own. */
const named = 0.7;

/**
 * Keeps what a customer says about themself: a name where there is none, and addresses that prove nothing (they join
 * nobody and open no history). The same claim is kept once; one that somebody else has proven becomes a suggestion.
 * Throws `not_found`, `refused` for what is no address.
 */
export async function claimContact(ctx: Ctx, claim: Claim): Promise<void> {
  await lockIdentities(ctx);
  const rootId = await rootIdOf(ctx, claim.customerId);
  const name = claim.name?.trim();
  let changed = name ? await nameNameless(ctx, claim.customerId, name) : false;
  if (name) await factOfName(ctx, { customerId: claim.customerId, name, source: 'form', confidence: named });
  for (const kind of ['email', 'phone'] as const) {
    const value = claim[kind]?.trim();
    if (value && (await claimAddress(ctx, { ...claim, rootId, kind, value }))) changed = true;
  }
  if (changed) ctx.emit({ name: 'customer.changed', facts: { customerId: rootId } });
}

/**
 * Keeps one address of any kind that a customer says is theirs, as `claimContact` does, and answers which identity it is.
 * Throws `not_found`, `refused` with `body.address`.
 */
export async function claimAddressOf(
  ctx: Ctx,
  { customerId, kind, value }: { customerId: string; kind: string; value: string },
): Promise<string> {
  await lockIdentities(ctx);
  const rootId = await rootIdOf(ctx, customerId);
  const address = keyAddress(ctx.ports.identityKinds, kind, value);
  if (!address || !ctx.ports.identityKinds.get(kind)?.canonical(value))
    throw refused('This is not an address of that kind.', 'body.address');
  const own = await ownIdentity(ctx, { rootId, kind, matchKey: address.matchKey });
  if (own) return own;
  const holders = await holdersOf(ctx, address.matchKey);
  const proven = holders.find((holder) => holder.verified && holder.rootId !== rootId);
  const reason = 'same_address_claimed';
  if (proven)
    await suggestMerge(ctx, { customerId: rootId, otherId: proven.rootId, reason, evidence: { kind } });
  ctx.emit({ name: 'customer.changed', facts: { customerId: rootId } });
  return insertIdentity(ctx, { customerId, address, source: 'claim:form', confidence: claimed });
}

async function ownIdentity(
  ctx: Ctx,
  { rootId, kind, matchKey }: { rootId: string; kind: string; matchKey: string },
): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('identities')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.org_id', '=', 'identities.org_id')
        .onRef('customers.id', '=', 'identities.customer_id'),
    )
    .select('identities.id')
    .where('identities.org_id', '=', ctx.orgId)
    .where('customers.canonical_id', '=', rootId)
    .where('identities.kind', '=', kind)
    .where('identities.match_key', '=', matchKey)
    .where('identities.ended_at', 'is', null)
    .orderBy('identities.created_at')
    .executeTakeFirst();
  return row?.id;
}

type ClaimedAddress = { customerId: string; rootId: string; kind: string; value: string };

async function claimAddress(ctx: Ctx, claim: ClaimedAddress): Promise<boolean> {
  const { customerId, rootId, kind, value } = claim;
  if (!ctx.ports.identityKinds.get(kind)?.canonical(value)) {
    throw refused('This is not an address of that kind.', `body.${kind}`);
  }
  const address = keyAddress(ctx.ports.identityKinds, kind, value);
  if (!address) return false;
  const holders = await holdersOf(ctx, address.matchKey);
  const proven = holders.find((holder) => holder.verified && holder.rootId !== rootId);
  if (proven) {
    const reason = 'same_address_claimed';
    await suggestMerge(ctx, { customerId: rootId, otherId: proven.rootId, reason, evidence: { kind } });
  }
  if (holders.some((holder) => holder.customerId === customerId)) return false;
  await insertIdentity(ctx, { customerId, address, source: 'claim:form', confidence: claimed });
  return true;
}

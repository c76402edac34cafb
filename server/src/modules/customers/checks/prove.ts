import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { mergeInto } from '../merge.ts';
import { decideMerge, type Party } from '../rules.ts';
import { isShared } from '../shared.ts';
import { holdersOf } from '../store.ts';
import { suggestMerge } from '../suggest.ts';

/**
 * What came of a proof. `merged`: another record had proven the address, and this one had proven nothing. `suggested`: both
 * have. `shared`: several humans use it, so it makes nobody one.
 */
export type ProofOutcome = 'proven' | 'merged' | 'suggested' | 'shared';

type Row = { customerId: string; rootId: string; kind: string; value: string; matchKey: string };

/**
 * An address is proven by a code or link that was sent there (DESIGN §4): whoever answers holds it. The lock of identities
 * must be held.
 */
export async function proveIdentity(
  ctx: Ctx,
  { identityId, proof }: { identityId: string; proof: 'code' | 'link' },
): Promise<ProofOutcome> {
  const result = await sql<Row>`
    SELECT i.customer_id AS "customerId", c.canonical_id AS "rootId", i.kind, i.value, i.match_key AS "matchKey"
    FROM identities i JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId}`.execute(ctx.db);
  const row = found(result.rows[0], 'address');
  const holders = await holdersOf(ctx, row.matchKey);
  const other = holders.find((holder) => holder.verified && holder.rootId !== row.rootId);
  const reason = `proven_by_${proof}`;
  const outcome = other ? await settleWith(ctx, row, { otherRoot: other.rootId, reason }) : 'proven';
  if (outcome === 'proven') await markProven(ctx, identityId, proof);
  const rootId = outcome === 'merged' && other ? other.rootId : row.rootId;
  ctx.emit({ name: 'customer.changed', facts: { customerId: rootId } });
  ctx.emit({
    name: 'identity.verified',
    facts: { customerId: row.customerId, identityId, kind: row.kind, proof, outcome },
  });
  ctx.audit({
    action: 'identity.proven',
    subject: { kind: 'customer', id: row.rootId },
    facts: { kind: row.kind, proof, outcome },
  });
  return outcome;
}

async function settleWith(
  ctx: Ctx,
  row: Row,
  { otherRoot, reason }: { otherRoot: string; reason: string },
): Promise<ProofOutcome> {
  if (await isShared(ctx, row.matchKey)) return 'shared';
  const decision = decideMerge(await partyOf(ctx, row.rootId), await partyOf(ctx, otherRoot));
  const evidence = { kind: row.kind };
  if (decision.kind !== 'merge') {
    await suggestMerge(ctx, { customerId: row.rootId, otherId: otherRoot, reason, evidence });
    return 'suggested';
  }
  await mergeInto(ctx, { fromId: decision.from, intoId: decision.into, reason, evidence });
  return 'merged';
}

async function partyOf(ctx: Ctx, rootId: string): Promise<Party> {
  const result = await sql<Party>`
    SELECT r.id, r.created_at AS "createdAt", EXISTS (
      SELECT FROM customers m JOIN identities i ON i.org_id = m.org_id AND i.customer_id = m.id
      WHERE m.org_id = r.org_id AND m.canonical_id = r.id AND i.verified_at IS NOT NULL AND i.ended_at IS NULL) AS verified
    FROM customers r WHERE r.org_id = ${ctx.orgId} AND r.id = ${rootId}`.execute(ctx.db);
  return found(result.rows[0], 'customer');
}

const markProven = (ctx: Ctx, id: string, proof: string): Promise<unknown> =>
  ctx.db
    .updateTable('identities')
    // Who took the digits down vouches for having heard them; a link is answered by the customer alone.
    .set({
      proof,
      verified_at: ctx.clock.now(),
      verified_by: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      confidence: 1,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('verified_at', 'is', null)
    .execute();

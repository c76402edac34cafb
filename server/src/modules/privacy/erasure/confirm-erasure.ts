import type { ErasurePreview, confirmErasure as route } from '@meada/contract/routes/privacy';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, Failure, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { keptDemands } from '../../sac/index.ts';
import { isHeld } from '../holds/standing.ts';
import { confirmWordOf, previewOf } from './preview.ts';

/**
 * Orders an erasure, for good. Throws `not_found`, `refused` when the word typed is another or a hold stands, `law_keeps` while
 * the SAC decree has a demand of theirs kept, `conflict`
 * when it was erased or is being erased.
 */
export async function confirmErasure(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<ErasurePreview> {
  permit(ctx.actor, 'privacy.manage');
  const root = await rootIdOf(ctx, params.id);
  const row = await ctx.db
    .selectFrom('customers')
    .select('erased_at')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', root)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.erased_at) throw conflict('This customer was erased already.');
  const held = await sql<{
    held: boolean;
  }>`SELECT ${isHeld(ctx, sql.ref('c.canonical_id'))} AS held FROM customers c
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${root}`.execute(ctx.db);
  if (held.rows[0]?.held) throw refused('A legal hold stands: release it first, with a reason.');
  // To keep what a law asks for is a ground of its own (LGPD art. 16, I): nobody can release it but time.
  const kept = await keptDemands(ctx, root);
  if (kept.count > 0)
    throw new Failure(
      'law_keeps',
      `The SAC decree has ${kept.count} of this customer’s demands kept for two years.`,
    );
  if (body.confirm !== (await confirmWordOf(ctx, root)))
    throw refused('Type the name exactly as it is shown.', 'body.confirm');
  if (body.requestId) await requestOf(ctx, root, body.requestId);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO erasures (org_id, id, customer_id, request_id, reason, proof, confirmed_by, confirmed_at, next_at)
    VALUES (${ctx.orgId}, ${ctx.ids.uuid()}, ${root}, ${body.requestId}, ${body.reason}, ${body.proof},
      ${ctx.actor.kind === 'person' ? ctx.actor.id : null}, ${ctx.clock.now()}, ${ctx.clock.now()})
    ON CONFLICT (org_id, customer_id) WHERE state = 'queued' DO NOTHING RETURNING id`.execute(ctx.db);
  if (!rows[0]) throw conflict('This customer is being erased already.');
  ctx.audit({
    action: 'privacy.erasure_confirmed',
    subject: { kind: 'customer', id: root },
    facts: { erasureId: rows[0].id, requestId: body.requestId },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'erasure', customerId: root } });
  ctx.afterCommit(() => ctx.bus.wake('erasures'));
  return previewOf(ctx, root);
}

/** The request it answers must be this person's. */
async function requestOf(ctx: Ctx, root: string, id: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT q.id FROM privacy_requests q JOIN customers c ON c.org_id = q.org_id AND c.id = q.customer_id
    WHERE q.org_id = ${ctx.orgId} AND q.id = ${id} AND c.canonical_id = ${root}`.execute(ctx.db);
  if (!rows[0]) throw refused('This is no request of this customer.', 'body.requestId');
}

import type { StageCategory } from '@meada/contract/routes/deals';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found, refused } from '../../kernel/errors.ts';

/** Writes of deals and their moves. */

export type LockedDeal = {
  id: string;
  customerId: string;
  pipelineId: string;
  stageId: string;
  outcome: StageCategory;
  rank: string;
  reasonId: string | null;
  reasonNote: string | null;
};

/** A deal, held until the end of the transaction. Before any stage is held. Throws `not_found`. */
export async function lockDeal(ctx: Ctx, id: string): Promise<LockedDeal> {
  const { rows } = await sql<LockedDeal>`
    SELECT id, customer_id AS "customerId", pipeline_id AS "pipelineId", stage_id AS "stageId", outcome, rank::text,
      reason_id AS "reasonId", reason_note AS "reasonNote"
    FROM deals WHERE org_id = ${ctx.orgId} AND id = ${id} AND deleted_at IS NULL FOR UPDATE`.execute(ctx.db);
  return found(rows[0], 'deal');
}

export type LockedStage = { id: string; pipelineId: string; category: StageCategory };

/** The stage a deal goes to: whoever puts something into its column holds it. Throws `not_found`, `refused`. */
export async function lockStage(ctx: Ctx, id: string): Promise<LockedStage> {
  const { rows } = await sql<LockedStage & { archived: boolean }>`
    SELECT id, pipeline_id AS "pipelineId", category, archived_at IS NOT NULL AS archived FROM stages
    WHERE org_id = ${ctx.orgId} AND id = ${id} FOR NO KEY UPDATE`.execute(ctx.db);
  const { archived, ...stage } = found(rows[0], 'stage');
  if (archived) throw refused('This stage is no longer used.', 'body.stageId');
  return stage;
}

type Place = { dealId: string; stageId: string; afterId: string | null };

/**
 * A rank behind a deal of a column, or before all: between two ranks there is always another, exactly (numeric, halved
 * by a product, never rounded). The stage must be held. A neighbour that has left the column meanwhile means: first.
 * Throws `not_found` for a neighbour nobody has.
 */
export async function rankFor(ctx: Ctx, { dealId, stageId, afterId }: Place): Promise<string> {
  if (afterId !== null) {
    const row = await ctx.db
      .selectFrom('deals')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', afterId)
      .executeTakeFirst();
    found(row, 'deal');
  }
  const { rows } = await sql<{ rank: string }>`
    WITH others AS (
      SELECT id, rank FROM deals
      WHERE org_id = ${ctx.orgId} AND stage_id = ${stageId} AND deleted_at IS NULL AND id <> ${dealId}
    ), place AS (
      SELECT (SELECT rank FROM others WHERE id = ${afterId}::uuid) AS after
    ), gap AS (
      SELECT after, (SELECT min(rank) FROM others WHERE after IS NULL OR rank > after) AS before FROM place
    )
    SELECT trim_scale(CASE
      WHEN after IS NULL AND before IS NULL THEN 0
      WHEN after IS NULL THEN floor(before) - 1
      WHEN before IS NULL THEN ceil(after) + 1
      ELSE (after + before) * 0.5 END)::text AS rank FROM gap`.execute(ctx.db);
  return found(rows[0], 'place').rank;
}

export type NewDeal = {
  id: string;
  customer_id: string;
  company_id: string | null;
  title: string;
  value: number;
  currency: string;
  owner_id: string | null;
  expected_on: string | null;
  next_step: string | null;
  next_on: string | null;
  conversation_id: string | null;
  label_ids: string[];
};

export async function insertDeal(ctx: Ctx, stage: LockedStage, made: NewDeal): Promise<void> {
  const now = ctx.clock.now();
  const rank = await rankFor(ctx, { dealId: made.id, stageId: stage.id, afterId: null });
  const actor = { created_kind: ctx.actor.kind, created_by: ctx.actor.id };
  await ctx.db
    .insertInto('deals')
    .values({
      org_id: ctx.orgId,
      ...made,
      ...{ pipeline_id: stage.pipelineId, stage_id: stage.id, rank, outcome: stage.category },
      ...{ entered_at: now, created_at: now, updated_at: now, ...actor },
      closed_at: stage.category === 'open' ? null : now,
    })
    .execute();
  await insertMove(ctx, { dealId: made.id, from: null, to: stage.id });
}

export async function insertMove(
  ctx: Ctx,
  move: { dealId: string; from: string | null; to: string },
): Promise<void> {
  await ctx.db
    .insertInto('deal_moves')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      deal_id: move.dealId,
      from_id: move.from,
      to_id: move.to,
      actor_kind: ctx.actor.kind,
      actor_id: ctx.actor.id,
      at: ctx.clock.now(),
    })
    .execute();
}

export type DealChange = Partial<
  Omit<NewDeal, 'id' | 'conversation_id'> & {
    pipeline_id: string;
    stage_id: string;
    rank: string;
    outcome: StageCategory;
    reason_id: string | null;
    reason_note: string | null;
    entered_at: Date;
    closed_at: Date | null;
    deleted_at: Date;
  }
>;

export async function updateDeal(ctx: Ctx, id: string, change: DealChange): Promise<void> {
  await ctx.db
    .updateTable('deals')
    .set({ ...change, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

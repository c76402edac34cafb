import type { BulkAction, BulkRun } from '@meada/contract/macros';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { ConversationState } from '../../conversations/index.ts';
import { undoMs } from '../rules.ts';

/** Rows of runs over many conversations. */

export type LockedBulk = {
  id: string;
  person_id: string;
  action: BulkAction;
  state: BulkRun['state'];
  total: number;
  place: number;
  created_at: Date;
};

/** Locks a run; undefined when there is none. */
export async function lockBulk(ctx: Ctx, id: string): Promise<LockedBulk | undefined> {
  const { rows } = await sql<LockedBulk>`
    SELECT id, person_id, action, state, total, place, created_at FROM bulk_runs
    WHERE org_id = ${ctx.orgId} AND id = ${id} FOR UPDATE`.execute(ctx.db);
  return rows[0];
}

type Fresh = {
  id: string;
  personId: string;
  action: BulkAction;
  conversationIds: readonly string[];
  notFound: number;
};

/**
 * Writes a run with its conversations, in the order of their ids: two runs wait for each other and do not block. Whether it
 * was written: a copy of the same request that came at the same moment waits here, and writes nothing.
 */
export async function insertBulk(ctx: Ctx, run: Fresh): Promise<boolean> {
  const ids = [...new Set(run.conversationIds)].sort();
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('bulk_runs')
    .values({
      org_id: ctx.orgId,
      id: run.id,
      person_id: run.personId,
      action: JSON.stringify(run.action),
      state: 'running',
      total: ids.length,
      not_found: run.notFound,
      created_at: ctx.clock.now(),
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await sql`INSERT INTO bulk_items (org_id, run_id, n, conversation_id)
    SELECT ${ctx.orgId}, ${run.id}, f.n, f.id FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS f(id, n)`.execute(
    ctx.db,
  );
  return true;
}

export const saveBulk = (
  ctx: Ctx,
  id: string,
  change: Partial<{ state: BulkRun['state']; place: number; ended_at: Date | null }>,
) =>
  ctx.db.updateTable('bulk_runs').set(change).where('org_id', '=', ctx.orgId).where('id', '=', id).execute();

export type BulkItem = {
  n: number;
  conversation_id: string;
  state_before: (ConversationState & { readSeq?: number }) | null;
  state_after: ConversationState | null;
  replied: boolean;
};

/** The next conversations after a place; with `done`, only those that something was done to. */
export async function nextItems(
  ctx: Ctx,
  run: LockedBulk,
  { most, done }: { most: number; done: boolean },
): Promise<BulkItem[]> {
  const { rows } = await sql<BulkItem>`
    SELECT n, conversation_id, state_before, state_after, replied FROM bulk_items
    WHERE org_id = ${ctx.orgId} AND run_id = ${run.id} AND n > ${run.place} ${done ? sql`AND outcome = 'done'` : sql``}
    ORDER BY n LIMIT ${most}`.execute(ctx.db);
  return rows;
}

export type ItemResult = {
  outcome: 'done' | 'nothing' | 'refused';
  code?: string;
  before?: object;
  after?: object;
  replied?: boolean;
};

export const saveItem = (ctx: Ctx, at: { runId: string; n: number }, result: ItemResult) =>
  ctx.db
    .updateTable('bulk_items')
    .set({
      outcome: result.outcome,
      code: result.code ?? null,
      state_before: result.before ? JSON.stringify(result.before) : null,
      state_after: result.after ? JSON.stringify(result.after) : null,
      replied: result.replied ?? false,
    })
    .where('org_id', '=', ctx.orgId)
    .where('run_id', '=', at.runId)
    .where('n', '=', at.n)
    .execute();

const refusalsShown = 100;
type Row = LockedBulk & Pick<BulkRun, 'notFound' | 'done' | 'nothing' | 'refused' | 'replied'>;

/** A run as its person sees it. Throws `not_found` for anybody else's. */
export async function bulkOf(ctx: Ctx, id: string): Promise<BulkRun> {
  const { rows } = await sql<Row>`
    SELECT r.id, r.person_id, r.action, r.state, r.total, r.not_found AS "notFound", r.place, r.created_at,
      count(*) FILTER (WHERE i.outcome = 'done')::int AS done, count(*) FILTER (WHERE i.outcome = 'nothing')::int AS nothing,
      count(*) FILTER (WHERE i.outcome = 'refused')::int AS refused, count(*) FILTER (WHERE i.replied)::int AS replied
    FROM bulk_runs r LEFT JOIN bulk_items i ON i.org_id = r.org_id AND i.run_id = r.id
    WHERE r.org_id = ${ctx.orgId} AND r.id = ${id} AND r.person_id = ${ctx.actor.id}
    GROUP BY r.org_id, r.id`.execute(ctx.db);
  const { person_id: _, created_at: at, ...run } = found(rows[0], 'run');
  const until = new Date(at.getTime() + undoMs);
  const mayUndo = run.state === 'done' && run.done > 0 && until > ctx.clock.now();
  return {
    ...run,
    refusals: run.refused > 0 ? await refusalsOf(ctx, id) : [],
    undoUntil: mayUndo ? until.toISOString() : null,
  };
}

/** Which were refused, with their protocol numbers if the person sees them still. */
async function refusalsOf(ctx: Ctx, id: string): Promise<BulkRun['refusals']> {
  const { rows } = await sql<{ conversationId: string; protocol: string | null; code: string }>`
    SELECT i.conversation_id AS "conversationId", CASE WHEN i.code = 'not_found' THEN NULL ELSE c.protocol END AS protocol, i.code
    FROM bulk_items i JOIN conversations c ON c.org_id = i.org_id AND c.id = i.conversation_id
    WHERE i.org_id = ${ctx.orgId} AND i.run_id = ${id} AND i.outcome = 'refused'
    ORDER BY i.n LIMIT ${refusalsShown}`.execute(ctx.db);
  return rows;
}

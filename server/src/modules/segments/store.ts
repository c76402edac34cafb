import type { SegmentTree } from '@meada/contract/segments';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict } from '../../kernel/errors.ts';
import { type Among, isTimedTree, meeting } from './compile.ts';

/** Writes of segments and their members. */

export type Saved = { name: string; description: string; conditions: SegmentTree };

const doubled = (error: unknown): never => {
  throw isDouble(error) ? conflict('There is a segment of this name.', 'body.name') : error;
};

/** Throws `conflict` when there is one of this name. */
export async function insertSegment(ctx: Ctx, saved: Saved): Promise<string> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  const { name, description, conditions } = saved;
  await ctx.db
    .insertInto('segments')
    .values({
      org_id: ctx.orgId,
      ...{ id, name, description, conditions: JSON.stringify(conditions) },
      timed: isTimedTree(ctx, conditions),
      created_by: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      ...{ created_at: now, updated_at: now },
    })
    .execute()
    .catch(doubled);
  return id;
}

/** Changed conditions are worked out from the beginning. Throws `conflict` when there is another of this name. */
export async function updateSegment(ctx: Ctx, id: string, saved: Saved & { anew: boolean }): Promise<void> {
  const { name, description, conditions, anew } = saved;
  await ctx.db
    .updateTable('segments')
    .set({ name, description, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute()
    .catch(doubled);
  if (!anew) return;
  await sql`UPDATE segments SET conditions = ${JSON.stringify(conditions)}::jsonb, timed = ${isTimedTree(ctx, conditions)},
      version = version + 1, computed_at = NULL, state = 'running', place = NULL
    WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
}

/** Works a segment out from its first customer again; who is in it stays until then. */
export async function startRun(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('segments')
    .set({ state: 'running', place: null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function archiveSegment(ctx: Ctx, id: string): Promise<void> {
  await sql`DELETE FROM segment_members WHERE org_id = ${ctx.orgId} AND segment_id = ${id}`.execute(ctx.db);
  await ctx.db
    .updateTable('segments')
    .set({ state: 'archived', members: 0, place: null, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export type Held = { id: string; conditions: SegmentTree; computed: boolean };

/** Among whom membership is settled, as SQL for a column of members. */
const amongMembers = (among: Among) => {
  if ('whole' in among) return sql`true`;
  if ('ids' in among) return sql`s.customer_id = ANY (${[...among.ids]}::uuid[])`;
  const from = among.after === null ? sql`true` : sql`s.customer_id > ${among.after}::uuid`;
  return sql`(${from} AND s.customer_id <= ${among.upTo}::uuid)`;
};

/**
 * Asks some customers anew and writes who came and who went; the segment's row must be held. Answers how many changed.
 */
export async function settleMembers(ctx: Ctx, segment: Held, among: Among): Promise<number> {
  const now = ctx.clock.now();
  const where = await meeting(ctx, segment.conditions, among);
  const { rows } = await sql<{ id: string; is_in: boolean }>`
    WITH meets AS MATERIALIZED (SELECT r.id FROM ${where}), gone AS (
      DELETE FROM segment_members s WHERE s.org_id = ${ctx.orgId} AND s.segment_id = ${segment.id}
        AND ${amongMembers(among)} AND NOT EXISTS (SELECT FROM meets WHERE meets.id = s.customer_id)
      RETURNING s.customer_id
    ), came AS (
      INSERT INTO segment_members (org_id, segment_id, customer_id, since)
      SELECT ${ctx.orgId}, ${segment.id}, id, ${now} FROM meets ON CONFLICT DO NOTHING RETURNING customer_id
    )
    SELECT customer_id AS id, true AS is_in FROM came UNION ALL SELECT customer_id, false FROM gone`.execute(
    ctx.db,
  );
  if (rows.length === 0) return 0;
  for (const { id: customerId, is_in } of rows) {
    const facts = { customerId, segmentId: segment.id };
    if (is_in) ctx.emit({ name: 'segment.entered', facts: { ...facts, first: !segment.computed } });
    else ctx.emit({ name: 'segment.left', facts });
  }
  const more = rows.reduce((sum, { is_in }) => sum + (is_in ? 1 : -1), 0);
  await sql`UPDATE segments SET members = members + ${more}
    WHERE org_id = ${ctx.orgId} AND id = ${segment.id}`.execute(ctx.db);
  return rows.length;
}

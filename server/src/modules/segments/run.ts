import type { SegmentTree } from '@meada/contract/segments';
import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { roomFor } from './compile.ts';
import { settleMembers } from './store.ts';

/** Customers of one batch: the most that is done twice when a process dies. */
const batchSize = 5000;
const pauseMs = 5;
/** What is to be computed anew wakes this; at rest nobody is asked. */
const idleMs = 5 * 60_000;
/** How old an answer may be: where time alone can change it, and anywhere (a change nobody told of). */
const freshMs = { timed: 3_600_000, plain: 24 * 3_600_000 };

/** Works segments out that are new, changed or due, a batch each; answers when to go on. */
export async function runSegments(kernel: Kernel): Promise<number> {
  const now = kernel.clock.now().getTime();
  const { rows } = await kernel.database.asSystem((db) =>
    sql<{ org_id: string; id: string; state: string }>`
      SELECT org_id, id, state FROM segments WHERE state = 'running' OR (state = 'ready' AND computed_at <
        CASE WHEN timed THEN ${new Date(now - freshMs.timed)}::timestamptz ELSE ${new Date(now - freshMs.plain)}::timestamptz END)
      ORDER BY computed_at NULLS FIRST, id LIMIT 20`.execute(db),
  );
  for (const { org_id, id } of rows) await goOn(kernel, org_id, id);
  return rows.length > 0 ? pauseMs : idleMs;
}

async function goOn(kernel: Kernel, orgId: string, id: string): Promise<void> {
  try {
    await inTransaction(kernel, systemActor(orgId), (ctx) => batch(ctx, id));
  } catch (error) {
    kernel.log.warn('a segment could not be worked out', { error, segmentId: id });
    await inTransaction(kernel, systemActor(orgId), (ctx) => fail(ctx, id));
  }
}

async function fail(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('segments')
    .set({ state: 'failed', place: null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', '<>', 'archived')
    .execute();
  ctx.emit({ name: 'segment.changed', facts: { segmentId: id } });
}

type Row = {
  id: string;
  conditions: SegmentTree;
  place: string | null;
  computed_at: Date | null;
  state: string;
};

/** One batch, and the place it leaves off at, in one transaction: dying between two loses nothing. */
async function batch(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql<Row>`
    SELECT id, conditions, place, computed_at, state FROM segments
    WHERE org_id = ${ctx.orgId} AND id = ${id} AND state IN ('running', 'ready') FOR UPDATE SKIP LOCKED`.execute(
    ctx.db,
  );
  const [segment] = rows;
  if (!segment) return;
  const after = segment.state === 'ready' ? null : segment.place;
  const upTo = await endOfBatch(ctx, after);
  if (upTo === null) return end(ctx, id);
  await roomFor(ctx);
  const held = { id, conditions: segment.conditions, computed: segment.computed_at !== null };
  await settleMembers(ctx, held, { after, upTo });
  await ctx.db
    .updateTable('segments')
    .set({ state: 'running', place: upTo })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** The last customer of the next batch, merged ones too: who was merged since leaves. */
async function endOfBatch(ctx: Ctx, after: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    SELECT (array_agg(id ORDER BY id DESC))[1] AS id FROM (
      SELECT c.id FROM customers c WHERE c.org_id = ${ctx.orgId} AND ${after === null ? sql`true` : sql`c.id > ${after}::uuid`}
      ORDER BY c.id LIMIT ${batchSize}) next`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

async function end(ctx: Ctx, id: string): Promise<void> {
  await sql`UPDATE segments SET state = 'ready', place = NULL, computed_at = ${ctx.clock.now()}, members = (
      SELECT count(*) FROM segment_members s WHERE s.org_id = ${ctx.orgId} AND s.segment_id = ${id})
    WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  ctx.emit({ name: 'segment.changed', facts: { segmentId: id } });
}

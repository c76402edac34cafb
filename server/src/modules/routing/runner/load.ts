import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Queue } from '../engine/types.ts';
import { type AgentRow, loadAgents } from '../rows/agent.ts';
import { columns, type ItemRow } from '../rows/item.ts';
import { type Attendance, attendance, attendedAt, queueOf } from '../rows/queue.ts';
import { queueSilence } from '../rows/silence.ts';

export type Rows = {
  queues: Queue[];
  agents: AgentRow[];
  items: ItemRow[];
  silences?: Map<string, number | null>;
  attendances?: Map<string, Attendance>;
};

/** All that a router of an organisation begins from: what stands now, nothing of history. */
export async function loadEverything(ctx: Ctx): Promise<Rows> {
  const rows = await queuesIn(ctx);
  const silences = new Map(rows.map((row) => [row.id, queueSilence(row)]));
  const attendances = new Map(rows.map((row) => [row.id, row]));
  const now = ctx.clock.now().getTime();
  const queues = rows.map((row) => ({ ...queueOf(row), ...attendedAt(row, now) }));
  return { queues, silences, attendances, agents: await loadAgents(ctx), items: await itemsWhere(ctx, null) };
}

type LoadedQueue = Attendance & { id: string; settings: unknown };

/** Queues that stand, and archived ones that still have work. */
async function queuesIn(ctx: Ctx): Promise<LoadedQueue[]> {
  const { rows } = await sql<LoadedQueue>`
    SELECT q.id, q.settings, ${attendance} FROM queues q WHERE q.org_id = ${ctx.orgId} AND (q.archived_at IS NULL OR EXISTS (
      SELECT FROM work_items w WHERE w.org_id = q.org_id AND w.queue_id = q.id AND w.done_at IS NULL))`.execute(
    ctx.db,
  );
  return rows;
}

/** Open items, all or those named. */
export async function itemsWhere(ctx: Ctx, ids: readonly string[] | null): Promise<ItemRow[]> {
  const named = ids === null ? sql`true` : sql`w.id = ANY (${[...ids]}::uuid[])`;
  const { rows } = await sql<ItemRow>`
    SELECT ${sql.raw(columns)} FROM work_items w
    WHERE w.org_id = ${ctx.orgId} AND w.done_at IS NULL AND ${named} ORDER BY w.id`.execute(ctx.db);
  return rows;
}

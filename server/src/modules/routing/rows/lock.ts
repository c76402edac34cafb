import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type BusinessHours, hoursOfRow } from '../../hours/index.ts';
import type { WorkClass } from '../engine/types.ts';
import { columns, type ItemRow } from './item.ts';

/**
 * Everybody locks in this order: conversations (or the task), agents, items, each by id. Whoever gives an agent work has locked the
 * agent's row and counted what they hold, so two never fill the same place. Rows of history refer to agents and items:
 * they are locked without their keys, or writing history would wait for them.
 */

export type ConversationFacts = {
  id: string;
  status: string;
  merged: boolean;
  waiting_since: Date | null;
  assignee_id: string | null;
  team_id: string | null;
  inbox_id: string;
  channel: string;
  priority: string;
  loudness: number;
};

/** Locks conversations and reads what routing asks of them. */
export async function lockConversations(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, ConversationFacts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<ConversationFacts>`
    SELECT c.id, c.status, c.merged_into_id IS NOT NULL AS merged, c.waiting_since, c.assignee_id, c.team_id, c.inbox_id,
      c.channel, c.priority, c.loudness
    FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${[...ids]}::uuid[])
    ORDER BY c.id FOR UPDATE`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locks the task of an item: whoever finishes it waits, or is waited for. */
export const lockTask = (ctx: Ctx, id: string): Promise<unknown> =>
  sql`SELECT FROM tasks WHERE org_id = ${ctx.orgId} AND id = ${id} FOR UPDATE`.execute(ctx.db);

export type LockedAgent = {
  person_id: string;
  capacity: Record<WorkClass, number>;
  presence: 'available' | 'away' | 'offline';
  chosen: 'available' | 'away';
  wrap_until: Date | null;
  hours: BusinessHours | null;
  shift_last_minutes: number;
};

/** Locks the agents among these people: not removed, not deactivated. */
export async function lockAgents(ctx: Ctx, ids: readonly string[]): Promise<Map<string, LockedAgent>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Omit<LockedAgent, 'capacity'> & { real_time: number; deferred: number }>`
    SELECT a.person_id, a.capacity_real_time AS real_time, a.capacity_deferred AS deferred, a.presence, a.chosen, a.wrap_until,
      a.shift_last_minutes, ${hoursOfRow('a')} AS hours
    FROM agents a JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
    WHERE a.org_id = ${ctx.orgId} AND a.person_id = ANY (${[...ids]}::uuid[]) AND a.active AND m.active
    ORDER BY a.person_id FOR NO KEY UPDATE OF a`.execute(ctx.db);
  return new Map(
    rows.map(({ real_time, deferred, ...row }) => [
      row.person_id,
      { ...row, capacity: { real_time, deferred } },
    ]),
  );
}

/** Locks open items. */
export async function lockItems(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ItemRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<ItemRow>`
    SELECT ${sql.raw(columns)} FROM work_items w
    WHERE w.org_id = ${ctx.orgId} AND w.id = ANY (${[...ids]}::uuid[]) AND w.done_at IS NULL
    ORDER BY w.id FOR NO KEY UPDATE`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

export type Load = Record<WorkClass, number>;

/** What agents hold now, offers included. */
export async function loadsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Load>> {
  const loads = new Map<string, Load>(ids.map((id) => [id, { real_time: 0, deferred: 0 }]));
  if (ids.length === 0) return loads;
  const { rows } = await sql<{ agent_id: string; class: WorkClass; n: number }>`
    SELECT w.agent_id, w.class, sum(w.weight)::int AS n FROM work_items w
    WHERE w.org_id = ${ctx.orgId} AND w.done_at IS NULL AND w.agent_id = ANY (${[...ids]}::uuid[])
    GROUP BY w.agent_id, w.class`.execute(ctx.db);
  for (const row of rows) {
    const load = loads.get(row.agent_id);
    if (load) load[row.class] = row.n;
  }
  return loads;
}

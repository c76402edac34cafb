import type { DueWhat } from '@meada/contract/agreements';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { insertMany } from '../../kernel/db/bulk.ts';
import type { Counted } from './rules.ts';

/** Writes of clocks and deadlines. */

/** Whoever counts the clocks of an organisation holds this: listener, runs and warnings go one after the other. */
export const lockClocks = (ctx: Ctx): Promise<unknown> =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${`clocks ${ctx.orgId}`}, 0))`.execute(ctx.db);

export type ClockRow = {
  conversation_id: string;
  agreement_id: string | null;
  counted_by: string;
  read_seq: number;
  clocks: Counted;
  due_at: Date | null;
  due_what: DueWhat | null;
  warn_at: Date | null;
  paused: boolean;
  updated_at: Date;
};

const clockColumns = {
  ...{ conversation_id: 'uuid', agreement_id: 'uuid', counted_by: 'text', read_seq: 'int', clocks: 'jsonb' },
  ...{ due_at: 'timestamptz', due_what: 'text', warn_at: 'timestamptz', paused: 'boolean' },
  ...{ updated_at: 'timestamptz' },
};

export async function writeClocks(ctx: Ctx, rows: readonly ClockRow[]): Promise<void> {
  const set = Object.keys(clockColumns)
    .filter((name) => name !== 'conversation_id')
    .map((name) => `${name} = excluded.${name}`);
  const suffix = `ON CONFLICT (org_id, conversation_id) DO UPDATE SET ${set.join(', ')}`;
  await insertMany(
    ctx.client,
    { table: 'conversation_clocks', columns: clockColumns, orgId: ctx.orgId, suffix },
    rows,
  );
}

export async function dropClocks(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`DELETE FROM conversation_clocks WHERE org_id = ${ctx.orgId} AND conversation_id = ANY(${[...ids]}::uuid[])`.execute(
    ctx.db,
  );
}

export type DeadlineRow = {
  id: string;
  conversation_id: string;
  agreement_id: string | null;
  what: DueWhat;
  target_ms: number;
  started_at: Date;
  due_at: Date | null;
  warn_at: Date | null;
  missed_at: Date | null;
  ended_at: Date | null;
  spent_ms: number | null;
  kept: boolean | null;
  person_id: string | null;
  team_id: string | null;
  inbox_id: string;
  queue_id: string | null;
  priority: string;
};

const deadlineColumns = {
  ...{ id: 'uuid', conversation_id: 'uuid', agreement_id: 'uuid', what: 'text', target_ms: 'bigint' },
  ...{ started_at: 'timestamptz', due_at: 'timestamptz', warn_at: 'timestamptz', missed_at: 'timestamptz' },
  ...{ ended_at: 'timestamptz', spent_ms: 'bigint', kept: 'boolean', person_id: 'uuid', team_id: 'uuid' },
  ...{ inbox_id: 'uuid', queue_id: 'uuid', priority: 'text' },
};

/** Writes deadlines. What is over stays as it was written, unless its matter was reopened; what was told stays told. */
export async function writeDeadlines(ctx: Ctx, rows: readonly DeadlineRow[]): Promise<void> {
  const kept = new Set(['id', 'conversation_id', 'what', 'started_at', 'missed_at']);
  const set = Object.keys(deadlineColumns)
    .filter((name) => !kept.has(name))
    .map((name) => `${name} = excluded.${name}`);
  const suffix = `ON CONFLICT (org_id, conversation_id, what, started_at) DO UPDATE SET ${set.join(', ')},
    missed_at = coalesce(deadlines.missed_at, excluded.missed_at)
    WHERE deadlines.ended_at IS NULL OR excluded.ended_at IS NULL`;
  await insertMany(
    ctx.client,
    { table: 'deadlines', columns: deadlineColumns, orgId: ctx.orgId, suffix },
    rows,
  );
}

/** What no agreement promises any more goes; what was missed already ends and stays. */
export async function endDeadlines(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`DELETE FROM deadlines WHERE org_id = ${ctx.orgId} AND id = ANY(${[...ids]}::uuid[]) AND missed_at IS NULL`.execute(
    ctx.db,
  );
  await sql`UPDATE deadlines SET ended_at = ${ctx.clock.now()}, due_at = NULL, warn_at = NULL, kept = false
    WHERE org_id = ${ctx.orgId} AND id = ANY(${[...ids]}::uuid[]) AND ended_at IS NULL`.execute(ctx.db);
}

export type OpenRow = {
  id: string;
  conversation_id: string;
  what: DueWhat;
  started_at: Date;
  missed_at: Date | null;
};

/** Deadlines of conversations that are not over. */
export async function openDeadlines(ctx: Ctx, ids: readonly string[]): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`
    SELECT id, conversation_id, what, started_at, missed_at FROM deadlines
    WHERE org_id = ${ctx.orgId} AND conversation_id = ANY(${[...ids]}::uuid[]) AND ended_at IS NULL`.execute(
    ctx.db,
  );
  return rows;
}

/** Open conversations are counted again, from the first one. */
export async function askRun(ctx: Ctx): Promise<void> {
  await sql`INSERT INTO agreement_runs (org_id, place, asked_at) VALUES (${ctx.orgId}, NULL, ${ctx.clock.now()})
    ON CONFLICT (org_id) DO UPDATE SET place = NULL, asked_at = excluded.asked_at`.execute(ctx.db);
  ctx.afterCommit(() => ctx.bus.wake('agreements'));
}

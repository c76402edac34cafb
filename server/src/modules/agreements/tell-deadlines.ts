import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { countClocks } from './count.ts';
import { lockClocks } from './store.ts';

const atOnce = 200;
/** Looked again at least so often (ms): clocks of machines are set. */
const longest = 60_000;

/**
 * Says of deadlines that they are near, and that they were passed: once each, as events. Before, the conversation is
 * counted on, so that an answer that has just gone out is not called missing. Answers in how many ms to look again; null:
 * nothing runs.
 */
export async function tellDeadlines(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now();
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('deadlines')
      .select(['org_id', 'id'])
      .where('ended_at', 'is', null)
      .where((at) =>
        at.or([
          at.and([at('warned_at', 'is', null), at('warn_at', '<=', now)]),
          at.and([at('missed_at', 'is', null), at('due_at', '<=', now)]),
        ]),
      )
      .limit(atOnce)
      .execute(),
  );
  for (const [orgId, rows] of Map.groupBy(due, (row) => row.org_id))
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      tellOf(
        ctx,
        rows.map(({ id }) => id),
      ),
    );
  return due.length === atOnce ? 0 : nextIn(kernel);
}

async function nextIn(kernel: Kernel): Promise<number | null> {
  const next = await kernel.database.asSystem(async (db) => {
    const { rows } = await sql<{ at: Date | null }>`
      SELECT least(
        (SELECT min(warn_at) FROM deadlines WHERE ended_at IS NULL AND warned_at IS NULL AND warn_at IS NOT NULL),
        (SELECT min(due_at) FROM deadlines WHERE ended_at IS NULL AND missed_at IS NULL AND due_at IS NOT NULL)) AS at`.execute(
      db,
    );
    return rows[0]?.at ?? null;
  });
  if (next === null) return null;
  return Math.min(Math.max(0, next.getTime() - kernel.clock.now().getTime()), longest);
}

type Told = { id: string; conversation_id: string; what: string; due_at: Date };

async function tellOf(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await lockClocks(ctx);
  const { rows: places } = await sql<{ id: string }>`
    SELECT DISTINCT conversation_id AS id FROM deadlines WHERE org_id = ${ctx.orgId} AND id = ANY(${[...ids]}::uuid[])`.execute(
    ctx.db,
  );
  await countClocks(
    ctx,
    places.map(({ id }) => id),
  );
  const now = ctx.clock.now();
  const { rows: missed } = await sql<Told>`
    UPDATE deadlines SET missed_at = due_at, warned_at = coalesce(warned_at, ${now})
    WHERE org_id = ${ctx.orgId} AND id = ANY(${[...ids]}::uuid[]) AND ended_at IS NULL AND missed_at IS NULL AND due_at <= ${now}
    RETURNING id, conversation_id, what, due_at`.execute(ctx.db);
  const { rows: warned } = await sql<Told>`
    UPDATE deadlines SET warned_at = ${now}
    WHERE org_id = ${ctx.orgId} AND id = ANY(${[...ids]}::uuid[]) AND ended_at IS NULL AND warned_at IS NULL AND warn_at <= ${now}
    RETURNING id, conversation_id, what, due_at`.execute(ctx.db);
  const facts = (one: Told) => ({
    conversationId: one.conversation_id,
    deadlineId: one.id,
    what: one.what,
    dueAt: one.due_at.toISOString(),
  });
  for (const one of missed) ctx.emit({ name: 'deadline.missed', facts: facts(one) });
  for (const one of warned) ctx.emit({ name: 'deadline.warned', facts: facts(one) });
}

import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';

const atOnce = 200;
/** How long before a promised call whoever makes it is told (ms). */
const warnBefore = 15 * 60_000;
/** Looked again at least so often (ms): clocks of machines are set. */
const longest = 60_000;

/**
 * Says of promised calls that they are due soon, and that they were not made: once each, as events. Answers in how many ms
 * to look again; null: none is promised.
 */
export async function tellCallbacks(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now();
  const near = new Date(now.getTime() + warnBefore);
  const rows = await kernel.database.asSystem((db) =>
    db
      .selectFrom('callbacks')
      .select(['org_id', 'id'])
      .where('settled_at', 'is', null)
      .where('missed_at', 'is', null)
      .where((on) =>
        on.or([
          on.and([on('warned_at', 'is', null), on('promised_at', '<=', near)]),
          on('promised_at', '<=', now),
        ]),
      )
      .limit(atOnce)
      .execute(),
  );
  for (const [orgId, list] of Map.groupBy(rows, (row) => row.org_id))
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      tellOf(
        ctx,
        list.map(({ id }) => id),
      ),
    );
  return rows.length === atOnce ? 0 : nextIn(kernel);
}

async function nextIn(kernel: Kernel): Promise<number | null> {
  const next = await kernel.database.asSystem(async (db) => {
    const { rows } = await sql<{ at: Date | null }>`
      SELECT min(CASE WHEN warned_at IS NULL THEN promised_at - ${warnBefore} * interval '1 millisecond' ELSE promised_at END) AS at
      FROM callbacks WHERE settled_at IS NULL AND missed_at IS NULL`.execute(db);
    return rows[0]?.at ?? null;
  });
  if (next === null) return null;
  return Math.min(Math.max(0, next.getTime() - kernel.clock.now().getTime()), longest);
}

type Told = { id: string; conversation_id: string; promised_at: Date; missed: boolean };

async function tellOf(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const now = ctx.clock.now();
  const { rows } = await sql<Told>`
    UPDATE callbacks SET warned_at = coalesce(warned_at, ${now}),
      missed_at = CASE WHEN promised_at <= ${now} THEN ${now}::timestamptz END
    WHERE org_id = ${ctx.orgId} AND id = ANY(${[...ids]}::uuid[]) AND settled_at IS NULL AND missed_at IS NULL
    RETURNING id, conversation_id, promised_at, missed_at IS NOT NULL AS missed`.execute(ctx.db);
  for (const row of rows)
    ctx.emit({
      name: 'callback.due',
      facts: {
        conversationId: row.conversation_id,
        callbackId: row.id,
        promisedAt: row.promised_at.toISOString(),
        missed: row.missed,
      },
    });
}

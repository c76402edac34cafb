import type { EventName } from '@meada/contract/events';
import { sql } from 'kysely';
import type { Kernel } from '../ctx.ts';

/** A place in the log: transaction, then number within the log. */
export type Cursor = { tx: string; id: number };

/** An event as its readers get it. */
export type LoggedEvent = {
  orgId: string;
  id: number;
  tx: string;
  at: Date;
  name: EventName;
  conversationId: string | null;
  customerId: string | null;
  actor: { kind: string; id: string | null };
  facts: Record<string, unknown>;
};

/** `settled` is false while an older transaction still runs: what it wrote must come first. */
type Row = {
  org_id: string;
  id: number;
  tx: string;
  at: Date;
  name: string;
  conversation_id: string | null;
  customer_id: string | null;
  actor_kind: string;
  actor_id: string | null;
  facts: Record<string, unknown>;
  settled: boolean;
};

/**
 * Reads the log after a cursor, across organisations. Only rows of transactions older than every running one are
 * given, so a late commit is never skipped (LESSONS D27); `unsettled` tells that there is more to come very soon.
 */
export async function readLog(
  kernel: Pick<Kernel, 'database'>,
  after: Cursor,
  limit: number,
): Promise<{ events: LoggedEvent[]; unsettled: boolean }> {
  const rows = await kernel.database.asSystem(async (db) => {
    const result = await sql<Row>`
      SELECT org_id, id, tx::text AS tx, at, name, conversation_id, customer_id, actor_kind, actor_id, facts,
             tx < pg_snapshot_xmin(pg_current_snapshot()) AS settled
      FROM events
      WHERE (tx, id) > (${after.tx}::xid8, ${after.id}::bigint)
      ORDER BY events.tx, id
      LIMIT ${limit}`.execute(db);
    return result.rows;
  });
  const end = rows.findIndex((row) => !row.settled);
  const settled = end < 0 ? rows : rows.slice(0, end);
  return { events: settled.map(eventOf), unsettled: end >= 0 };
}

function eventOf(row: Row): LoggedEvent {
  return {
    orgId: row.org_id,
    id: row.id,
    tx: row.tx,
    at: row.at,
    name: row.name as EventName,
    conversationId: row.conversation_id,
    customerId: row.customer_id,
    actor: { kind: row.actor_kind, id: row.actor_id },
    facts: row.facts,
  };
}

/** An organisation's events between two settled places, the first ones up to a limit. */
export async function readMissed(
  kernel: Pick<Kernel, 'database'>,
  asked: { orgId: string; from: Cursor; to: Cursor; limit: number },
): Promise<LoggedEvent[]> {
  const { orgId, from, to, limit } = asked;
  return kernel.database.asSystem(async (db) => {
    const result = await sql<Row>`
      SELECT org_id, id, tx::text AS tx, at, name, conversation_id, customer_id, actor_kind, actor_id, facts,
             true AS settled
      FROM events
      WHERE (tx, id) > (${from.tx}::xid8, ${from.id}::bigint) AND (tx, id) <= (${to.tx}::xid8, ${to.id}::bigint)
        AND org_id = ${orgId}
      ORDER BY events.tx, id
      LIMIT ${limit}`.execute(db);
    return result.rows.map(eventOf);
  });
}

/** The end of the log now: everything before it is settled. */
export async function endOfLog(kernel: Pick<Kernel, 'database'>): Promise<Cursor> {
  return kernel.database.asSystem(async (db) => {
    const result = await sql<{ tx: string; id: number }>`
      SELECT tx::text AS tx, id FROM events
      WHERE tx < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY events.tx DESC, id DESC LIMIT 1`.execute(db);
    return result.rows[0] ?? { tx: '0', id: 0 };
  });
}

/**
 * Seconds for which the oldest event that nobody may read yet has been waiting: how long some transaction of the
 * database server, perhaps not ours, has held the log back. 0 when nothing waits.
 */
export async function heldSeconds(kernel: Pick<Kernel, 'database'>): Promise<number> {
  return kernel.database.asSystem(async (db) => {
    const result = await sql<{ seconds: number }>`
      SELECT coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0)::float8 AS seconds FROM events
      WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())`.execute(db);
    return result.rows[0]?.seconds ?? 0;
  });
}

/** Name of this log: changes when the database is restored, so that cursors of another life are known as such. */
export async function epochOf(kernel: Pick<Kernel, 'database'>): Promise<string> {
  return kernel.database.asSystem(async (db) => {
    const row = await db
      .selectFrom('installation')
      .select('value')
      .where('name', '=', 'epoch')
      .executeTakeFirstOrThrow();
    return row.value;
  });
}

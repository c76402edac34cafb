import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { insertMany } from '../../../kernel/db/bulk.ts';
import type { Numbers, Told } from './numbers.ts';

/** A wait of an item: the item, and since when it waits this time. */
export type Wait = { itemId: string; cameAt: Date; conversationId: string; queueId: string };
export type Telling = Wait & { numbers: Numbers; first: boolean };

type Row = {
  item_id: string;
  came_at: Date;
  said_at: Date;
  promised_at: Date | null;
  promised_low: number | null;
  promised_high: number | null;
  position: number | null;
  low: number | null;
  high: number | null;
  late: boolean;
  nobody: boolean;
};

/** What those are told who wait, by item; with since when they do. */
export async function standingTold(ctx: Ctx): Promise<Map<string, Told & { cameAt: number }>> {
  const rows: Row[] = await ctx.db
    .selectFrom('told_waits')
    .select(['item_id', 'came_at', 'said_at', 'promised_at', 'promised_low', 'promised_high'])
    .select(['position', 'low', 'high', 'late', 'nobody'])
    .where('org_id', '=', ctx.orgId)
    .where('ended_at', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.item_id,
      {
        ...{ position: row.position, low: row.low, high: row.high, late: row.late, nobody: row.nobody },
        ...{ saidAt: row.said_at.getTime(), cameAt: row.came_at.getTime(), promise: promiseOf(row) },
      },
    ]),
  );
}

const promiseOf = (row: Row): Told['promise'] =>
  row.promised_at && row.promised_low !== null && row.promised_high !== null
    ? { at: row.promised_at.getTime(), low: row.promised_low, high: row.promised_high }
    : null;

/**
 * Ends the waits of items that wait no longer: begun with, or left. Who was answered without anybody taking the item was
 * begun with, too. Answers their conversations.
 */
export async function endWaits(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ conversation_id: string }>`
    WITH over AS (
      SELECT t.item_id, t.came_at, w.done_at, (SELECT min(s.from_at) FROM work_spells s
          WHERE s.org_id = t.org_id AND s.item_id = t.item_id AND s.what = 'active' AND s.from_at >= t.came_at) AS begun,
        (SELECT s.ended FROM work_spells s WHERE s.org_id = t.org_id AND s.item_id = t.item_id AND s.what <> 'wrap_up'
          ORDER BY s.from_at DESC, s.to_at DESC LIMIT 1) AS ended
      FROM told_waits t JOIN work_items w ON w.org_id = t.org_id AND w.id = t.item_id
      WHERE t.org_id = ${ctx.orgId} AND t.ended_at IS NULL
        AND (w.state NOT IN ('waiting', 'offered') OR date_trunc('milliseconds', w.waiting_since) <> t.came_at))
    UPDATE told_waits t SET ended_at = coalesce(o.begun, o.done_at, ${ctx.clock.now()}),
      ended = CASE WHEN o.begun IS NOT NULL OR o.ended IN ('answered', 'assigned') THEN 'begun' ELSE 'left' END
    FROM over o WHERE t.org_id = ${ctx.orgId} AND t.item_id = o.item_id AND t.came_at = o.came_at
    RETURNING t.conversation_id`.execute(ctx.db);
  return rows.map(({ conversation_id }) => conversation_id);
}

const columns = {
  ...{ item_id: 'uuid', came_at: 'timestamptz', conversation_id: 'uuid', queue_id: 'uuid' },
  ...{ told_at: 'timestamptz', promised_at: 'timestamptz', promised_low: 'int4', promised_high: 'int4' },
  ...{
    said_at: 'timestamptz',
    position: 'int4',
    low: 'int4',
    high: 'int4',
    late: 'boolean',
    nobody: 'boolean',
  },
};

/** Writes what is told from now on; the first interval anybody is told stays what they were promised. */
export async function keepTold(ctx: Ctx, told: readonly Telling[]): Promise<void> {
  const now = ctx.clock.now();
  const rows = told.map(({ itemId, cameAt, conversationId, queueId, numbers }) => {
    const knows = numbers.high !== null;
    return {
      ...{
        item_id: itemId,
        came_at: cameAt,
        conversation_id: conversationId,
        queue_id: queueId,
        told_at: now,
      },
      ...{ promised_at: knows ? now : null, promised_low: knows ? (numbers.low ?? 0) : null },
      ...{ promised_high: numbers.high, said_at: now, ...numbers },
    };
  });
  const suffix = `ON CONFLICT (org_id, item_id, came_at) DO UPDATE SET said_at = excluded.said_at,
    position = excluded.position, low = excluded.low, high = excluded.high, late = excluded.late, nobody = excluded.nobody,
    promised_at = coalesce(told_waits.promised_at, excluded.promised_at),
    promised_low = coalesce(told_waits.promised_low, excluded.promised_low),
    promised_high = coalesce(told_waits.promised_high, excluded.promised_high)
    WHERE told_waits.ended_at IS NULL`;
  await insertMany(ctx.client, { table: 'told_waits', columns, orgId: ctx.orgId, suffix }, rows);
}

/** The browsers that take part in conversations. */
export async function browsersIn(
  ctx: Ctx,
  conversationIds: readonly string[],
): Promise<Map<string, string[]>> {
  const kinds = [...ctx.ports.identityKinds.values()].flatMap((one) => (one.anonymous ? [one.kind] : []));
  const { rows } = await sql<{ conversation_id: string; ids: string[] }>`
    SELECT p.conversation_id, array_agg(i.canonical) AS ids FROM participants p
    JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id AND i.kind = ANY (${kinds}::text[])
    WHERE p.org_id = ${ctx.orgId} AND p.conversation_id = ANY (${[...conversationIds]}::uuid[])
    GROUP BY p.conversation_id`.execute(ctx.db);
  return new Map(rows.map(({ conversation_id, ids }) => [conversation_id, ids]));
}

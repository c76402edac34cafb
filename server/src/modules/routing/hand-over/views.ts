import type { HandOver } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

type Row = Omit<HandOver, 'until' | 'endsAt' | 'askedAt'> & {
  until: Date | null;
  endsAt: Date;
  askedAt: Date;
};

/** What is asked for by items of work, by their ids. */
export async function handOversOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, HandOver>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row>`
    SELECT w.id, w.conversation_id AS "conversationId", w.left_by AS "fromId", w.only_id AS "toId", w.queue_id AS "queueId",
      CASE WHEN w.state = 'offered' THEN w.agent_id END AS "askedId", w.until, w.ends_at AS "endsAt",
      w.created_at AS "askedAt", n.content ->> 'text' AS note, w.introduces
    FROM work_items w LEFT JOIN messages n ON n.org_id = w.org_id AND n.id = w.note_id
    WHERE w.org_id = ${ctx.orgId} AND w.id = ANY (${[...ids]}::uuid[]) AND w.kind = 'hand_over'`.execute(
    ctx.db,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        until: row.until?.toISOString() ?? null,
        endsAt: row.endsAt.toISOString(),
        askedAt: row.askedAt.toISOString(),
      },
    ]),
  );
}

/** What is asked for in a conversation now. */
export async function handOverIn(ctx: Ctx, conversationId: string): Promise<HandOver | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM work_items WHERE org_id = ${ctx.orgId} AND conversation_id = ${conversationId}
      AND kind = 'hand_over' AND done_at IS NULL`.execute(ctx.db);
  const [row] = rows;
  return row ? ((await handOversOf(ctx, [row.id])).get(row.id) ?? null) : null;
}

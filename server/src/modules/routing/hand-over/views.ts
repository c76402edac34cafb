import type { HandOver } from '@meada/contract/routes/hand-over';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

type Row = Omit<HandOver, 'until' | 'endsAt' | 'askedAt'> & {
  until: Date | null;
  endsAt: Date;
  askedAt: Date;
};

/** What is asked for in conversations now, by their ids. */
export async function handOversOf(
  ctx: Ctx,
  conversationIds: readonly string[],
): Promise<Map<string, HandOver>> {
  if (conversationIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    SELECT w.id, w.conversation_id AS "conversationId", w.left_by AS "fromId", w.only_id AS "toId", w.queue_id AS "queueId",
      CASE WHEN w.state = 'offered' THEN w.agent_id END AS "askedId", w.until, w.ends_at AS "endsAt",
      w.created_at AS "askedAt", n.content ->> 'text' AS note, w.introduces
    FROM work_items w LEFT JOIN messages n ON n.org_id = w.org_id AND n.id = w.note_id
    WHERE w.org_id = ${ctx.orgId} AND w.conversation_id = ANY (${[...conversationIds]}::uuid[])
      AND w.kind = 'hand_over' AND w.done_at IS NULL`.execute(ctx.db);
  return new Map(
    rows.map((row) => [
      row.conversationId,
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
export const handOverIn = async (ctx: Ctx, conversationId: string): Promise<HandOver | null> =>
  (await handOversOf(ctx, [conversationId])).get(conversationId) ?? null;

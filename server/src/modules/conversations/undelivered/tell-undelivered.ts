import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/**
 * Says of dispatches that have just failed, or ended in nobody knowing what came of them, whose words those are: the author's
 * while they are with the firm, else of whoever has the conversation. What nobody knew is told once: its failure later on
 * stands in the lists and rings nobody again. What the house says by itself, or to many, concerns nobody here.
 */
export async function tellUndelivered(ctx: Ctx, dispatchIds: readonly string[]): Promise<void> {
  if (dispatchIds.length === 0) return;
  const { rows } = await sql<{
    conversationId: string;
    messageId: string;
    personId: string | null;
    state: 'failed' | 'unknown';
  }>`
    SELECT d.state, d.conversation_id AS "conversationId", d.message_id AS "messageId", p.id AS "personId"
    FROM dispatches d JOIN messages m ON m.org_id = d.org_id AND m.id = d.message_id
    LEFT JOIN members p ON p.org_id = m.org_id AND p.id = m.author_id AND m.author_kind = 'person' AND p.active
    WHERE d.org_id = ${ctx.orgId} AND d.id = ANY(${[...dispatchIds]}::uuid[]) AND d.state IN ('failed', 'unknown')
      AND m.author_kind IN ('person', 'bot') AND m.automatic = 'no' AND m.deleted_at IS NULL
    ORDER BY d.id`.execute(ctx.db);
  for (const facts of rows) ctx.emit({ name: 'message.undelivered', facts });
}

import type { CustomerActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { chatConversation } from './views.ts';

/** The visitor has read up to a number: their mark goes forward, and so do the dispatches of what was read here. */
export async function markVisitorRead(ctx: Ctx, visitor: CustomerActor, seq: number): Promise<void> {
  const conversation = await chatConversation(ctx, visitor);
  if (!conversation || !visitor.identityId) return;
  const upTo = Math.min(seq, conversation.lastSeq);
  await ctx.client.query({
    name: 'visitor_read_mark',
    text: `INSERT INTO read_marks (org_id, conversation_id, reader, seq) VALUES ($1, $2, $3, $4)
      ON CONFLICT (org_id, conversation_id, reader) DO UPDATE SET seq = greatest(read_marks.seq, excluded.seq)`,
    values: [ctx.orgId, conversation.id, `identity:${visitor.identityId}`, upTo],
  });
  const result = await ctx.client.query<{ message_id: string }>({
    name: 'visitor_read_dispatches',
    text: `UPDATE dispatches d SET state = 'read', updated_at = $5 FROM messages m
      WHERE d.org_id = $1 AND d.conversation_id = $2 AND d.inbox_id = $3 AND d.state IN ('sent', 'delivered')
        AND m.org_id = $1 AND m.id = d.message_id AND m.seq <= $4 RETURNING d.message_id`,
    values: [ctx.orgId, conversation.id, visitor.inboxId, upTo, ctx.clock.now()],
  });
  for (const row of result.rows) {
    ctx.emit({
      name: 'message.changed',
      facts: { conversationId: conversation.id, messageId: row.message_id, what: 'dispatch' },
    });
  }
}

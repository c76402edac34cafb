import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { insertNote, lockSeen, updateConversation } from '../store.ts';
import { refuse } from './refuse.ts';

/** A message of ours that was called junk: whose conversation, and which address where the report tells it. */
export type Complaint = { conversationId: string; messageId: string; matchKey: string | null };

/**
 * Whoever calls our mail junk gets no announcements any more. The proof is the message named: only who has it can name
 * it. A report that names a receiver counts when that is the customer it was sent to, not somebody with a copy; a copy of
 * a report changes nothing.
 */
export async function takeComplaints(ctx: Ctx, complaints: readonly Complaint[]): Promise<void> {
  for (const { conversationId, messageId, matchKey } of complaints) {
    const { rows } = await sql<{ customer_id: string }>`
      SELECT c.customer_id FROM messages m
      JOIN legs l ON l.org_id = m.org_id AND l.id = m.leg_id
      JOIN identities i ON i.org_id = l.org_id AND i.id = l.identity_id
      JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
      WHERE m.org_id = ${ctx.orgId} AND m.id = ${messageId}
        AND (${matchKey}::text IS NULL OR i.match_key = ${matchKey})`.execute(ctx.db);
    const customerId = rows[0]?.customer_id;
    if (!customerId || !(await refuse(ctx, customerId, 'complaint'))) continue;
    const conversation = await lockSeen(ctx, conversationId);
    await insertNote(ctx, conversation, { code: 'complained' });
    await updateConversation(ctx, conversation, {});
  }
}

import type { Content } from '@meada/contract/content';
import type { Batch, ConversationState, LegState } from './batch.ts';
import { recordMessage } from './record.ts';

/** Says something to the customer by itself on the leg they wrote on, and puts it on its way. Answers the message's id. */
export function answerBySystem(
  batch: Batch,
  place: { conversation: ConversationState; leg: LegState; inboxId: string },
  said: string | Content,
): string {
  const { conversation, leg, inboxId } = place;
  const messageId = recordMessage(batch, conversation, {
    at: batch.now,
    authorKind: 'system',
    inboxId,
    legId: leg.id,
    content: typeof said === 'string' ? { v: 1, kind: 'text', text: said } : said,
    automatic: 'auto_reply',
  });
  const dispatchId = batch.ctx.ids.uuid();
  batch.writes.dispatches.push({
    id: dispatchId,
    message_id: messageId,
    conversation_id: conversation.id,
    inbox_id: inboxId,
    leg_id: leg.id,
    state: 'queued',
    next_at: batch.now,
    created_at: batch.now,
    updated_at: batch.now,
  });
  const facts = { conversationId: conversation.id, dispatchId, inboxId };
  batch.ctx.emit({ name: 'dispatch.queued', facts });
  return messageId;
}

import type { InboundMessage } from '@meada/contract/channels';
import {
  type Batch,
  type ConversationState,
  conversationOf,
  externalKey,
  type ReadReceipt,
} from './batch.ts';
import { answeredConversations } from './switching.ts';

/**
 * A bounce or feedback report: written by a machine that is no customer. It is kept, for the firm's eyes, in the
 * conversation of the message it speaks of; about anything else it opens nothing and makes nobody (goals: bounces).
 */
export function applyReport(batch: Batch, receipt: ReadReceipt, item: InboundMessage): string | null {
  const id = answeredConversations(batch, receipt.inbox, item)[0];
  if (!id) return `automatic (${item.automatic}): opens no conversation`;
  const conversation = conversationOf(batch, id);
  storeReport(batch, receipt, item, conversation);
  return null;
}

function storeReport(
  batch: Batch,
  receipt: ReadReceipt,
  item: InboundMessage,
  conversation: ConversationState,
): void {
  const messageId = batch.ctx.ids.uuid();
  conversation.lastSeq += 1;
  conversation.changed.add('message');
  batch.writes.messages.push({
    id: messageId,
    conversation_id: conversation.id,
    seq: conversation.lastSeq,
    at: receipt.receivedAt,
    author_kind: 'system',
    visibility: 'internal',
    inbox_id: receipt.inbox.id,
    content: item.content,
    has_body: item.html ? 'html' : item.fullText ? 'text' : '',
    automatic: item.automatic,
    echo: false,
    created_at: batch.now,
  });
  if (item.html || item.fullText) {
    batch.writes.bodies.push({ message_id: messageId, html: item.html ?? null, text: item.fullText ?? null });
  }
  batch.writes.externalIds.push({
    inbox_id: receipt.inbox.id,
    external_id: item.externalId,
    message_id: messageId,
  });
  batch.known.set(externalKey(receipt.inbox.id, item.externalId), {
    messageId,
    conversationId: conversation.id,
    outbound: false,
    deleted: false,
    dispatchId: null,
    dispatchState: null,
  });
  batch.ctx.emit({
    name: 'message.created',
    facts: {
      conversationId: conversation.id,
      messageId,
      seq: conversation.lastSeq,
      authorKind: 'system',
      visibility: 'internal',
      inboxId: receipt.inbox.id,
      automatic: item.automatic ?? 'bounce',
    },
  });
}

import { type Arriving, conversationOf } from './batch.ts';
import { recordIds, recordMessage } from './record.ts';
import { answeredConversations } from './switching.ts';

/**
 * A bounce or feedback report: written by a machine that is no customer. It is kept, for the firm's eyes, in the
 * conversation of the message it speaks of; about anything else it opens nothing and makes nobody (goals: bounces).
 */
export function applyReport(arriving: Arriving): string | null {
  const { batch, receipt, inbox, item } = arriving;
  const id = answeredConversations(arriving)[0];
  if (!id) return `automatic (${item.automatic}): opens no conversation`;
  const conversation = conversationOf(batch, id);
  const messageId = recordMessage(batch, conversation, {
    at: receipt.receivedAt,
    authorKind: 'system',
    visibility: 'internal',
    inboxId: inbox.id,
    content: item.content,
    body: { html: item.html, text: item.fullText },
    automatic: item.automatic,
    facts: item.facts,
  });
  const externalIds = [item.externalId];
  recordIds(batch, { inboxId: inbox.id, externalIds }, { messageId, conversationId: id, outbound: false });
  return null;
}

import type { InboundMessage } from '@meada/contract/channels';
import type { Hours } from '@meada/contract/routes/inboxes';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { isOpen } from '../hours.ts';
import type { Batch, ConversationState, LegState } from './batch.ts';
import type { Sender } from './senders.ts';

type Incoming = {
  inbox: LoadedInbox;
  conversation: ConversationState;
  leg: LegState;
  sender: Sender;
  item: InboundMessage;
};

const awayPauseMs = 24 * 3_600_000;

/**
 * Answers outside the inbox's hours, at most once in 24 hours per conversation and per address, never to bulk or
 * automatic mail, never in groups (LESSONS B10).
 */
export function answerAway(batch: Batch, incoming: Incoming): void {
  const { inbox, conversation, leg, sender, item } = incoming;
  const text = closedText(inbox.hours, batch.now);
  if (
    !text ||
    item.echo ||
    item.outsideThread?.kind === 'group' ||
    item.automatic === 'bulk' ||
    item.facts?.noAutomaticAnswer
  )
    return;
  if (conversation.awayAt && batch.now.getTime() - conversation.awayAt.getTime() < awayPauseMs) return;
  if (batch.answered.has(sender.identity.matchKey)) return;
  batch.answered.add(sender.identity.matchKey);
  conversation.awayAt = batch.now;
  conversation.lastSeq += 1;
  const messageId = batch.ctx.ids.uuid();
  const dispatchId = batch.ctx.ids.uuid();
  batch.writes.messages.push({
    id: messageId,
    conversation_id: conversation.id,
    seq: conversation.lastSeq,
    at: batch.now,
    author_kind: 'system',
    author_id: null,
    visibility: 'public',
    inbox_id: inbox.id,
    leg_id: leg.id,
    content: { v: 1, kind: 'text', text },
    has_body: '',
    automatic: 'auto_reply',
    echo: false,
    created_at: batch.now,
  });
  batch.writes.dispatches.push({
    id: dispatchId,
    message_id: messageId,
    conversation_id: conversation.id,
    inbox_id: inbox.id,
    leg_id: leg.id,
    state: 'queued',
    next_at: batch.now,
    created_at: batch.now,
    updated_at: batch.now,
  });
  batch.ctx.emit({
    name: 'message.created',
    facts: {
      conversationId: conversation.id,
      messageId,
      seq: conversation.lastSeq,
      authorKind: 'system',
      visibility: 'public',
      inboxId: inbox.id,
      automatic: 'auto_reply',
    },
  });
  batch.ctx.emit({
    name: 'dispatch.queued',
    facts: { conversationId: conversation.id, dispatchId, inboxId: inbox.id },
  });
}

const closedText = (hours: Hours | null, now: Date): string | null =>
  hours?.awayMessage.trim() && !isOpen(hours, now) ? hours.awayMessage : null;

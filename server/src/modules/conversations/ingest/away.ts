import type { Hours } from '@meada/contract/routes/inboxes';
import { isOpen } from '../hours.ts';
import type { Arriving, Batch, ConversationState, LegState } from './batch.ts';
import { recordMessage } from './record.ts';
import type { Sender } from './senders.ts';

type Place = { conversation: ConversationState; leg: LegState; sender: Sender };

/** Between two away messages to one address. */
export const awayPauseMs = 24 * 3_600_000;

/**
 * Answers outside the inbox's hours, at most once in 24 hours per conversation and per address, never to bulk or
 * automatic mail, never in groups or in public (LESSONS B10).
 */
export function answerAway({ batch, inbox, item }: Arriving, place: Place): void {
  const { conversation, leg, sender } = place;
  const text = closedText(inbox.hours, batch.now);
  if (!text || item.echo || item.public || item.outsideThread?.kind === 'group') return;
  if (item.automatic === 'bulk' || item.facts?.noAutomaticAnswer || !mayAnswer(batch, conversation, sender))
    return;
  batch.answered.add(sender.identity.matchKey);
  conversation.awayAt = batch.now;
  const messageId = recordMessage(batch, conversation, {
    at: batch.now,
    authorKind: 'system',
    inboxId: inbox.id,
    legId: leg.id,
    content: { v: 1, kind: 'text', text },
    automatic: 'auto_reply',
  });
  const dispatchId = batch.ctx.ids.uuid();
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
  const facts = { conversationId: conversation.id, dispatchId, inboxId: inbox.id };
  batch.ctx.emit({ name: 'dispatch.queued', facts });
}

function mayAnswer(batch: Batch, conversation: ConversationState, sender: Sender): boolean {
  const last = conversation.awayAt?.getTime() ?? 0;
  return batch.now.getTime() - last >= awayPauseMs && !batch.answered.has(sender.identity.matchKey);
}

const closedText = (hours: Hours | null, now: Date): string | null =>
  hours?.awayMessage.trim() && !isOpen(hours, now) ? hours.awayMessage : null;

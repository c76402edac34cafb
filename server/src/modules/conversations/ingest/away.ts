import type { Hours } from '@meada/contract/routes/inboxes';
import { isOpen } from '../hours.ts';
import { answerBySystem } from './answer-by-system.ts';
import type { Arriving, Batch, ConversationState, LegState } from './batch.ts';
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
  answerBySystem(batch, { conversation, leg, inboxId: inbox.id }, text);
}

function mayAnswer(batch: Batch, conversation: ConversationState, sender: Sender): boolean {
  const last = conversation.awayAt?.getTime() ?? 0;
  return batch.now.getTime() - last >= awayPauseMs && !batch.answered.has(sender.identity.matchKey);
}

const closedText = (hours: Hours | null, now: Date): string | null =>
  hours?.awayMessage.trim() && !isOpen(hours, now) ? hours.awayMessage : null;

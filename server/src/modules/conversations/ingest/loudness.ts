import type { InboundMessage } from '@meada/contract/channels';
import { loudnessOf } from '../loudness/loudness.ts';
import { louder, unansweredIn } from '../loudness/standing.ts';
import { weights } from '../loudness/weights.ts';
import { type Batch, type ConversationState, canonicalOf } from './batch.ts';

const dayMs = 86_400_000;

/** Other matters of the same customer that moved within the days that count; they are in the batch already. */
function othersOf(batch: Batch, conversation: ConversationState): number {
  const since = batch.now.getTime() - weights.repeat.days * dayMs;
  let others = 0;
  for (const id of batch.byCustomer.get(canonicalOf(batch, conversation.customerId)) ?? []) {
    const other = batch.conversations.get(id);
    if (other && id !== conversation.id && other.activeAt.getTime() >= since) others += 1;
  }
  return others;
}

/** How loud the matter is with one more message of the customer: in memory, from what the batch holds anyway. */
export function raiseLoudness(batch: Batch, conversation: ConversationState, item: InboundMessage): void {
  const { waitingSince, loudnessReasons } = conversation;
  const unanswered = waitingSince === null ? 1 : Math.max(1, unansweredIn(loudnessReasons)) + 1;
  const said = loudnessOf(item, batch.org.loudWords);
  const now = louder(loudnessReasons, said, { unanswered, others: othersOf(batch, conversation) });
  conversation.loudness = conversation.loudnessSet ?? now.points;
  conversation.loudnessReasons = now.reasons;
}

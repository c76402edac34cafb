import { priorityOf } from '../intake/facts.ts';
import { type ItemRow, itemOf } from '../rows/item.ts';
import type { ConversationFacts } from '../rows/lock.ts';
import { type QueueRow, queueOf, settingsOf, urgencyIn } from '../rows/queue.ts';
import { type AskTimes, usualTimes } from './rules.ts';

export type Ground = {
  me: string;
  at: Date;
  conversation: ConversationFacts;
  item: ItemRow | null;
  queue: QueueRow;
};

/** The item by which it is asked. */
export function itemFor(
  id: string,
  { me, at, conversation, item, queue }: Ground,
  { to, introduces, times = usualTimes }: { to: string | null; introduces: boolean; times?: AskTimes },
): ItemRow {
  const endsAt = new Date(at.getTime() + (to === null ? times.lookMs : times.askMs));
  const skills = settingsOf(queue).skills.map(({ skillId, level }) => ({ skill: skillId, level }));
  const ask: ItemRow = {
    ...{ id, kind: 'hand_over', class: item?.class ?? 'deferred' },
    ...{
      channel: item?.channel ?? conversation.channel,
      queue_id: queue.id,
      conversation_id: conversation.id,
    },
    ...{ skills: to === null ? skills : [], priority: priorityOf(conversation), weight: item?.weight ?? 1 },
    ...{ pausable: true, arrived_at: at, deadline: item?.deadline ?? null, preferred_id: null },
    ...{ state: to === null ? 'waiting' : 'offered', agent_id: to, since: null, until: to && endsAt },
    ...{ waiting_since: at, attempts: to === null ? 0 : 1, steps_told: 0, grace_until: null, urgency: 0 },
    // Who asks is asked last.
    tried: to === null ? [{ agent: me, until: endsAt.getTime() }] : [],
    ...{ escalated_at: null, left_by: me, silent_from: null, version: 1, created_at: at, done_at: null },
    ...{ only_id: to, ends_at: endsAt, note_id: null, introduces },
  } as ItemRow;
  return { ...ask, urgency: urgencyIn(itemOf(ask), queueOf(queue)) };
}

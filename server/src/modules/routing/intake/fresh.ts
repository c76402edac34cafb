import type { Ctx } from '../../../kernel/ctx.ts';
import type { Requirement, WorkClass } from '../engine/types.ts';
import { type ItemRow, itemOf, noHandOver } from '../rows/item.ts';
import type { ConversationFacts } from '../rows/lock.ts';
import { type QueueRow, queueOf, urgencyIn } from '../rows/queue.ts';
import { earlier, priorityOf } from './facts.ts';
import type { Place } from './places.ts';
import type { Scene } from './scene.ts';

/** Whether somebody is in touch with the customer now. */
export const isContact = ({ class: of, state }: ItemRow): boolean =>
  of === 'real_time' && (state === 'active' || state === 'paused');

type Entering = {
  conversation: ConversationFacts;
  queue: QueueRow;
  skills: Requirement[];
  weight: number;
  agentId: string | null;
  /** Who should have it, if there is room. */
  preferredId: string | null;
};

/** The item of a conversation that enters a queue, or goes on with who has it. */
export function freshItem({ ids }: Pick<Ctx, 'ids'>, scene: Scene, entering: Entering): ItemRow {
  const { conversation, queue, skills, weight, agentId, preferredId } = entering;
  const { at } = scene;
  const owed = scene.owed.get(conversation.id);
  const arrived = conversation.waiting_since ?? at;
  const item: ItemRow = {
    id: ids.uuid(),
    kind: owed?.kind ?? 'conversation',
    class: classOf(scene, { conversation, item: null }),
    channel: conversation.channel,
    queue_id: queue.id,
    conversation_id: conversation.id,
    skills,
    priority: priorityOf(conversation),
    weight,
    pausable: true,
    arrived_at: arrived,
    deadline: earlier(owed?.due, scene.deadlines.get(conversation.id)),
    preferred_id: preferredId,
    state: agentId === null ? 'waiting' : 'active',
    agent_id: agentId,
    since: agentId === null ? null : at,
    until: null,
    waiting_since: arrived,
    attempts: 0,
    tried: [],
    steps_told: 0,
    grace_until: null,
    urgency: 0,
    escalated_at: null,
    left_by: null,
    silent_from: null,
    version: 1,
    created_at: at,
    done_at: null,
    ...noHandOver,
  };
  return { ...item, urgency: urgencyIn(itemOf(item), queueOf(queue)) };
}

type Pair = { conversation: ConversationFacts; item: ItemRow | null };

/**
 * What the work of a conversation takes of an agent now. With an agent it stays what it was taken as until that is decided
 * (`risen` in `rules.ts`): capacity was counted for that. Who wrote a letter and goes on in the chat while it waits is on the
 * line; the other way round nothing is lost.
 */
export function classOf(scene: Scene, { conversation, item }: Pair): WorkClass {
  if (item && item.agent_id !== null) return item.class;
  const owed = scene.owed.get(conversation.id);
  const channel = scene.classOf(conversation.channel);
  if (!item) return owed?.kind === 'callback' ? 'deferred' : channel;
  return isOnLine(scene, { conversation, item }) ? 'real_time' : item.class;
}

/** Whether the customer of deferred work waits for the answer on the line by now, and nothing else is owed. */
export const isOnLine = (scene: Scene, { conversation, item }: Pair): boolean =>
  item?.class === 'deferred' &&
  conversation.waiting_since !== null &&
  scene.classOf(conversation.channel) === 'real_time' &&
  !scene.owed.has(conversation.id);

/** Whether nobody has had it yet: what somebody did with it counts more than a rule. */
const isUntouched = ({ state, left_by }: ItemRow): boolean => state === 'waiting' && left_by === null;

/** What a rule makes of work that waits: labels and loudness come after the first words do. */
function placedAnew(item: ItemRow, place: Place | undefined): Partial<ItemRow> {
  if (!place?.byRule || !place.queue || !isUntouched(item)) return {};
  if (place.queue.id !== item.queue_id)
    return { queue_id: place.queue.id, skills: place.skills, steps_told: 0 };
  const sorted = (list: readonly Requirement[]): string =>
    JSON.stringify(list.map(({ skill, level }) => [skill, level]).sort());
  return sorted(place.skills) === sorted(item.skills) ? {} : { skills: place.skills };
}

/**
 * As how many items it counts: while nobody has had it, what its queue or the rule says by now; then what it was counted as.
 */
export function weightOf(scene: Scene, { conversation, item }: Pair): number {
  const place = scene.places.get(conversation.id);
  if (!item) return place?.weight ?? 1;
  if (!place || !isUntouched(item)) return item.weight;
  return place.byRule || place.queue?.id === item.queue_id ? place.weight : item.weight;
}

/** The item with what the conversation says of it by now; who has it and how long it waits stay. */
export function refreshed(
  scene: Scene,
  { conversation, item }: { conversation: ConversationFacts; item: ItemRow },
): ItemRow {
  const owed = scene.owed.get(conversation.id);
  const quiet = conversation.waiting_since === null && !owed && isContact(item);
  const next: ItemRow = {
    ...item,
    kind: owed?.kind ?? 'conversation',
    deadline: earlier(owed?.due, scene.deadlines.get(conversation.id)),
    priority: priorityOf(conversation),
    weight: weightOf(scene, { conversation, item }),
    silent_from: quiet ? (item.silent_from ?? scene.at) : null,
    class: classOf(scene, { conversation, item }),
    ...(item.agent_id === null ? { channel: conversation.channel } : {}),
    ...placedAnew(item, scene.places.get(conversation.id)),
  };
  if (
    next.queue_id === item.queue_id &&
    next.priority === item.priority &&
    next.deadline?.getTime() === item.deadline?.getTime()
  )
    return next;
  const queue = scene.queues.byId.get(next.queue_id);
  return queue ? { ...next, urgency: urgencyIn(itemOf(next), queueOf(queue)) } : next;
}

import { stageAt } from '../engine/stage.ts';
import type { AgentRow } from '../rows/agent.ts';
import { type ItemRow, isHandOver, itemOf } from '../rows/item.ts';
import { attendedAt, type QueueRow, queueOf } from '../rows/queue.ts';

/**
 * Whether an agent may take a waiting item now: queue (or one it overflows to, or that stands in), skills, channel. Taking
 * it by hand is not bound to the queue's hours.
 */
export function isEligible(
  agent: AgentRow,
  { item, queue, at }: { item: ItemRow; queue: QueueRow; at: Date },
): boolean {
  const [work, plain, now] = [itemOf(item), queueOf(queue), at.getTime()];
  // Who asked to be relieved does not relieve themselves.
  if (isHandOver(item) && item.left_by === agent.person_id) return false;
  const stage = stageAt(work, { queue: plain }, now);
  const closed = stageAt(work, { queue: { ...plain, ...attendedAt(queue, now) } }, now);
  return (
    [...stage.queues, ...closed.queues].some((id) => agent.queues.includes(id)) &&
    stage.skills.every(({ skill, level }) => (agent.skills[skill] ?? 0) >= level) &&
    (agent.aptitude[item.channel] ?? 1) > 0
  );
}

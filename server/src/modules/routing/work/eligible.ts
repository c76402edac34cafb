import { stageAt } from '../engine/stage.ts';
import type { AgentRow } from '../rows/agent.ts';
import { type ItemRow, itemOf } from '../rows/item.ts';
import { type QueueRow, queueOf } from '../rows/queue.ts';

/** Whether an agent may take a waiting item now: queue (or one it overflows to), skills, channel. */
export function isEligible(
  agent: AgentRow,
  { item, queue, at }: { item: ItemRow; queue: QueueRow; at: Date },
): boolean {
  const stage = stageAt(itemOf(item), queueOf(queue), at.getTime());
  return (
    stage.queues.some((id) => agent.queues.includes(id)) &&
    stage.skills.every(({ skill, level }) => (agent.skills[skill] ?? 0) >= level) &&
    (agent.aptitude[item.channel] ?? 1) > 0
  );
}

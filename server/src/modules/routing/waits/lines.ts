import type { Span } from '../engine/types.ts';
import type { Mind } from '../runner/mind.ts';
import type { WaitingLine } from './teller.ts';

/** The lines of contacts as the router has them in its head: by queue, next first. */
export function linesIn(mind: Mind): WaitingLine[] {
  const rows = [...mind.rows.values()].filter(
    (row) =>
      (row.state === 'waiting' || row.state === 'offered') &&
      (row.kind === 'conversation' || row.kind === 'callback') &&
      row.class === 'real_time' &&
      row.conversation_id !== null,
  );
  return [...Map.groupBy(rows, ({ queue_id }) => queue_id)].map(([queueId, list]) => ({
    queueId,
    attended: isAttended(mind, queueId),
    items: list
      .sort((a, b) => a.urgency - b.urgency || (a.id < b.id ? -1 : 1))
      .map((row) => ({
        ...{ itemId: row.id, cameAt: row.waiting_since, queueId, channel: row.channel },
        conversationId: row.conversation_id as string,
      })),
  }));
}

/** Somebody is there who serves the queue, or one that takes its contacts now; busy or not. */
function isAttended(mind: Mind, queueId: string): boolean {
  const able = ableQueues(mind, queueId);
  for (const { agent } of mind.state.slots.values())
    if (
      agent.presence === 'available' &&
      agent.capacity.real_time > 0 &&
      agent.queues.some((id) => able.has(id))
    )
      return true;
  return false;
}

/** The queues whose agents may take its contacts now. */
function ableQueues({ state }: Mind, queueId: string): Set<string> {
  const queue = state.queues.get(queueId);
  if (!queue) return new Set();
  const runs = (span: Span | null): boolean =>
    span === null || (span.from <= state.now && state.now < span.to);
  if (runs(queue.attended))
    return new Set([queueId, ...queue.steps.flatMap(({ overflowTo = [] }) => overflowTo)]);
  const { afterHours } = queue;
  return new Set(afterHours && runs(afterHours.attended) ? [afterHours.queue] : []);
}

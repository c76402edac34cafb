import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** Frames of tasks on `desk`: ids only, each task of a batch once; a reminder to those it rings for. */
export const presentTasks: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const { orgId, name, facts } of events) {
    if (!name.startsWith('task.') || !wanted.topic(orgId, 'desk')) continue;
    const id = String(facts.taskId);
    const idOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    if (name === 'task.changed')
      frames.set(`${orgId} ${id}`, {
        ...{ orgId, topic: 'desk', name: 'task' },
        data: { id, customerId: idOf(facts.customerId), conversationId: idOf(facts.conversationId) },
        visibleTo: (actor) => may(actor, 'tasks.read'),
      });
    if (name === 'task.rang') {
      const people = new Set(Array.isArray(facts.personIds) ? facts.personIds.map(String) : []);
      frames.set(`${orgId} ${id} rang`, {
        ...{ orgId, topic: 'desk', name: 'task.rang', data: { id } },
        visibleTo: (actor) => actor.kind === 'person' && people.has(actor.id) && may(actor, 'tasks.read'),
      });
    }
  }
  return [...frames.values()];
};

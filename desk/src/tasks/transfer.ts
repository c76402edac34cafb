import type { Task } from '@meada/contract/routes/tasks';

/** To whom or where a task can be handed. */
export type To = { kind: 'person' | 'queue' | 'team'; id: string };

/** `kind:id`, as the value of a choice, and back. */
export const choiceOf = ({ kind, id }: To): string => `${kind}:${id}`;
export const toOf = (value: string): To => {
  const [kind = 'person', id = ''] = value.split(':');
  return { kind: kind as To['kind'], id };
};

/** What the reader is and may, and who are agents of the routing. */
type Reader = { meId: string; managesWork: boolean; agentIds: readonly string[] };

/** How a task goes there: as work that its holder hands on, or by who is named in it. */
export type Handing =
  | { how: 'work'; itemId: string; body: { agentId: string } }
  | {
      how: 'named';
      body: { personIds: string[]; teamId?: string; queueId?: string | null };
    };

/** Whose place is taken: the reader's own where they are named, else everybody's. */
const othersIn = ({ personIds }: Task, meId: string): string[] =>
  personIds.includes(meId) ? personIds.filter((id) => id !== meId) : [];

/**
 * Work of a queue that somebody has goes to another agent as work: it counts with the others they have. Everything else is a
 * matter of who is named; whoever is given it by name has it, and no queue gives it to anybody besides.
 */
export function handingOf(task: Task, to: To, { meId, managesWork, agentIds }: Reader): Handing {
  const { work } = task;
  const others = othersIn(task, meId);
  const held = work?.state === 'active' || work?.state === 'paused';
  const onward = held && (work.agentId === meId || managesWork) && work.agentId !== to.id;
  // Who is named beside the queue would stay so.
  if (to.kind === 'person' && work && onward && agentIds.includes(to.id) && task.personIds.length === 0)
    return { how: 'work', itemId: work.id, body: { agentId: to.id } };
  if (to.kind === 'queue') return { how: 'named', body: { personIds: others, queueId: to.id } };
  const out = work ? { queueId: null } : {};
  if (to.kind === 'team') return { how: 'named', body: { personIds: others, teamId: to.id, ...out } };
  return { how: 'named', body: { personIds: [...new Set([...others, to.id])], ...out } };
}

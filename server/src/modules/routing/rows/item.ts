import type { WorkItem } from '@meada/contract/routes/routing';
import type { Item, Requirement, Standing } from '../engine/types.ts';

/** An open item as its row stands; times are dates. */
export type ItemRow = {
  id: string;
  kind: WorkItem['kind'];
  class: WorkItem['class'];
  channel: string;
  queue_id: string;
  conversation_id: string | null;
  /** Of a task: the task; its conversation, if any, is not this item's business. */
  task_id: string | null;
  skills: Requirement[];
  priority: number;
  weight: number;
  pausable: boolean;
  arrived_at: Date;
  deadline: Date | null;
  preferred_id: string | null;
  state: WorkItem['state'] | 'done';
  agent_id: string | null;
  since: Date | null;
  until: Date | null;
  waiting_since: Date;
  attempts: number;
  tried: { agent: string; until: number }[];
  steps_told: number;
  grace_until: Date | null;
  urgency: number;
  escalated_at: Date | null;
  left_by: string | null;
  /** Answered since, while the customer says nothing. */
  silent_from: Date | null;
  version: number;
  created_at: Date;
  done_at: Date | null;
  /** Of a hand-over: nobody else is asked; null: the router chooses. */
  only_id: string | null;
  /** Of a hand-over: it is asked until then. */
  ends_at: Date | null;
  /** Of a hand-over: the note that was written with it. */
  note_id: string | null;
  /** Of a hand-over: the customer is told who goes on. */
  introduces: boolean;
};

/** What an item has that is no hand-over and no task. */
export const noHandOver = {
  ...{ only_id: null, ends_at: null, note_id: null, introduces: false },
  task_id: null,
} as const;

/** Whether it is somebody's asking to be relieved, beside the item of the conversation itself. */
export const isHandOver = ({ kind }: Pick<ItemRow, 'kind'>): boolean => kind === 'hand_over';

/** What a change writes, with the types PostgreSQL reads it as. */
export const written = {
  kind: 'text',
  class: 'text',
  channel: 'text',
  queue_id: 'uuid',
  skills: 'jsonb',
  priority: 'float8',
  weight: 'int4',
  deadline: 'timestamptz',
  preferred_id: 'uuid',
  state: 'text',
  agent_id: 'uuid',
  since: 'timestamptz',
  until: 'timestamptz',
  waiting_since: 'timestamptz',
  attempts: 'int4',
  tried: 'jsonb',
  steps_told: 'int4',
  grace_until: 'timestamptz',
  urgency: 'float8',
  escalated_at: 'timestamptz',
  left_by: 'uuid',
  silent_from: 'timestamptz',
  done_at: 'timestamptz',
} as const satisfies Partial<Record<keyof ItemRow, string>>;

/** Columns of an item of the table named `w`. */
export const columns = [
  ...['id', 'conversation_id', 'pausable', 'arrived_at', 'version', 'created_at'],
  ...Object.keys(noHandOver),
  ...Object.keys(written),
]
  .map((name) => `w.${name}`)
  .join(', ');

export const msOf = (at: Date | null): number | null => at?.getTime() ?? null;
export const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(Math.round(ms)));

/** How the row says the item stands; an item that is done has no standing. */
export function standingOf(row: ItemRow): Standing {
  const agent = row.agent_id ?? '';
  if (row.state === 'offered') return { state: 'offered', agent, until: row.until?.getTime() ?? 0 };
  if (row.state === 'active' || row.state === 'paused')
    return { state: row.state, agent, since: row.since?.getTime() ?? 0 };
  return { state: 'waiting' };
}

/** The columns of a standing. */
export function standingColumns(standing: Standing): Pick<ItemRow, 'state' | 'agent_id' | 'since' | 'until'> {
  if (standing.state === 'waiting') return { state: 'waiting', agent_id: null, since: null, until: null };
  const { state, agent } = standing;
  return standing.state === 'offered'
    ? { state, agent_id: agent, since: null, until: dateOf(standing.until) }
    : { state, agent_id: agent, since: dateOf(standing.since), until: null };
}

/** The router's item of a row. */
export const itemOf = (row: ItemRow): Item => ({
  id: row.id,
  kind: row.kind,
  class: row.class,
  channel: row.channel,
  queue: row.queue_id,
  skills: row.skills,
  priority: row.priority,
  arrivedAt: row.arrived_at.getTime(),
  deadline: msOf(row.deadline),
  preferred: row.preferred_id,
  weight: row.weight,
  pausable: row.pausable,
  standing: standingOf(row),
  waitingSince: row.waiting_since.getTime(),
  attempts: row.attempts,
  tried: row.tried,
  stepsTold: row.steps_told,
  graceUntil: msOf(row.grace_until),
});

/** The row with what the router has made of the item. */
export const rowAfter = (row: ItemRow, item: Item): ItemRow => ({
  ...row,
  ...standingColumns(item.standing),
  preferred_id: item.preferred,
  waiting_since: new Date(Math.round(item.waitingSince)),
  attempts: item.attempts,
  tried: item.tried,
  steps_told: item.stepsTold,
  grace_until: dateOf(item.graceUntil),
});

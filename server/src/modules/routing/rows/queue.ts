import { QueueSettings } from '@meada/contract/routing';
import { sql } from 'kysely';
import { type BusinessHours, hoursOfRow, stretchAt } from '../../hours/index.ts';
import { urgencyOf } from '../engine/stage.ts';
import type { Item, Queue } from '../engine/types.ts';

/** A queue as its row stands. */
export type QueueRow = {
  id: string;
  name: string;
  team_id: string | null;
  settings: unknown;
  is_default: boolean;
  position: number;
} & Attendance;

/** What a queue goes by in time: its own hours, and the queue that stands in outside of them. */
export type Attendance = {
  hours: BusinessHours | null;
  after: { id: string; hours: BusinessHours | null } | null;
};

/** SQL of the attendance of a queue named `q`. */
export const attendance = sql`${hoursOfRow('q')} AS hours,
  (SELECT jsonb_build_object('id', a.id, 'hours', ${hoursOfRow('a')}) FROM queues a
    WHERE a.org_id = q.org_id AND a.id = q.after_hours_id AND a.archived_at IS NULL) AS after`;

/** Settings of a row; what a later version added has its default. */
export const settingsOf = (row: Pick<QueueRow, 'settings'>): QueueSettings =>
  QueueSettings.parse(row.settings);

const ms = (seconds: number): number => seconds * 1000;

/** When a queue is attended, and the one that stands in for it: as it is at an instant (ms), or next. */
export function attendedAt({ hours, after }: Attendance, at: number): Pick<Queue, 'attended' | 'afterHours'> {
  return {
    attended: hours && stretchAt(hours, at),
    afterHours: hours && after && { queue: after.id, attended: after.hours && stretchAt(after.hours, at) },
  };
}

/** The router's queue of a row, as if it were always attended. */
export function queueOf(row: Pick<QueueRow, 'id' | 'settings'>): Queue {
  const set = settingsOf(row);
  return {
    id: row.id,
    mode: set.mode,
    order: set.order,
    agingMs: ms(set.agingSeconds),
    headStartMs: ms(set.headStartSeconds),
    targetMs: ms(set.targetSeconds),
    offerMs: ms(set.offerSeconds),
    againMs: ms(set.againSeconds),
    missedMost: set.missedMost,
    preferredMs: ms(set.preferredSeconds),
    agents: set.agents,
    wrapUpMs: ms(set.wrapUpSeconds),
    graceMs: { real_time: ms(set.graceSeconds.realTime), deferred: ms(set.graceSeconds.deferred) },
    pausedMostMs: set.pausedMostSeconds === null ? null : ms(set.pausedMostSeconds),
    attended: null,
    afterHours: null,
    steps: set.steps.map(({ afterSeconds, ...step }) => ({ afterMs: ms(afterSeconds), ...step })),
  };
}

/** When an item counts as having come, as its row keeps it: lists are sorted by it. */
export const urgencyIn = (item: Item, queue: Queue, priority = item.priority): number =>
  Math.round(urgencyOf(item, queue, priority));

import { QueueSettings } from '@meada/contract/routing';
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
};

/** Settings of a row; what a later version added has its default. */
export const settingsOf = (row: Pick<QueueRow, 'settings'>): QueueSettings =>
  QueueSettings.parse(row.settings);

const ms = (seconds: number): number => seconds * 1000;

/** The router's queue of a row. */
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
    steps: set.steps.map(({ afterSeconds, ...step }) => ({ afterMs: ms(afterSeconds), ...step })),
  };
}

/** When an item counts as having come, as its row keeps it: lists are sorted by it. */
export const urgencyIn = (item: Item, queue: Queue, priority = item.priority): number =>
  Math.round(urgencyOf(item, queue, priority));

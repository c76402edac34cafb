import type { ServerFrame } from '@meada/contract/frames';
import type { Agent, Queue, WorkItem } from '@meada/contract/routes/routing';
import { type QueueDay, readWallboard } from '@meada/contract/routes/wallboard';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { onShift } from '../work/shift.ts';

/** What counts as in time (s), and how far back the figures go (h). */
export type Asked = { hours: number; realTime: number };
export type Board = { queues: QueueDay[]; held: WorkItem[]; more: boolean };

/** What is to be answered is in time within an hour. */
const deferred = 3600;

export const boardQuery = ({ hours, realTime }: Asked) =>
  queryOptions({
    queryKey: [...keys.routing, 'board', hours, realTime],
    queryFn: ({ signal }): Promise<Board> =>
      call(readWallboard, { query: { hours, realTime, deferred } }, { signal }),
    staleTime: 10_000,
  });

/** What agents hold after a frame; the same when it says nothing of that. */
export function heldAfter(board: Board, frame: ServerFrame): Board {
  if (frame.t !== 'event') return board;
  if (frame.name === 'work.gone') {
    const held = board.held.filter((item) => item.id !== frame.data.id);
    return held.length === board.held.length ? board : { ...board, held };
  }
  if (frame.name !== 'work') return board;
  const item = frame.data;
  const rest = board.held.filter((one) => one.id !== item.id);
  return { ...board, held: item.agentId ? [...rest, item] : rest };
}

/** What an agent is about, which is what a board is read by. */
export type Doing = 'contact' | 'wrapUp' | 'busy' | 'idle' | 'away' | 'offline';
export const doings: readonly Doing[] = ['contact', 'wrapUp', 'busy', 'idle', 'away', 'offline'];

export function doingOf(
  agent: Agent,
  items: readonly WorkItem[],
  now: number,
): { doing: Doing; since: number } {
  const since = Date.parse(agent.presenceSince);
  const active = items.filter((item) => item.state === 'active');
  const begun = (list: readonly WorkItem[]) =>
    Math.min(...list.map((item) => Date.parse(item.since ?? item.arrivedAt)));
  const contacts = active.filter((item) => item.class === 'real_time');
  // Whoever is away may still be on the line: that is what counts.
  if (contacts.length > 0) return { doing: 'contact', since: begun(contacts) };
  if (agent.presence !== 'available') return { doing: agent.presence, since };
  if (agent.wrapUntil && Date.parse(agent.wrapUntil) > now) return { doing: 'wrapUp', since };
  if (active.length > 0) return { doing: 'busy', since: begun(active) };
  // Whoever forgot to go away when the shift ended is given nothing.
  return { doing: onShift(agent.shiftNow, now) === 'off' ? 'away' : 'idle', since };
}

export type Totals = {
  waiting: number;
  longestSince: number | null;
  escalated: number;
  /** Wait still, and longer than what is in time. */
  overdue: number;
  arrived: number;
  begun: number;
  /** Shares, of who was begun or left; null while there is nobody. */
  inTime: number | null;
  lost: number | null;
};

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
type Judged = Pick<QueueDay, 'begun' | 'within' | 'abandoned' | 'overdue'>;
/**
 * The service level: in time, of all whose fate is known. Who left unbegun was not in time, and neither is who waits still and
 * longer than that; whose time runs is not judged yet. Null while there is nobody.
 */
export const inTimeOf = (day: Judged): number | null =>
  share(day.within, day.begun + day.abandoned + day.overdue);
export const lostOf = (day: Pick<QueueDay, 'begun' | 'abandoned'>): number | null =>
  share(day.abandoned, day.begun + day.abandoned);

/** When the next of those who wait is not in time any more (ms); null: nobody whose time runs. */
export function nextOverdue(days: readonly QueueDay[]): number | null {
  const moments = days.flatMap(({ nextOverdueAt }) => (nextOverdueAt ? [Date.parse(nextOverdueAt)] : []));
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** The whole house in one line. */
export function totalsOf(queues: readonly Queue[], days: readonly QueueDay[]): Totals {
  const sum = <T>(list: readonly T[], of: (one: T) => number) => list.reduce((all, one) => all + of(one), 0);
  const waits = queues.flatMap(({ counts }) =>
    counts.longestSince ? [Date.parse(counts.longestSince)] : [],
  );
  const day = {
    begun: sum(days, (one) => one.begun),
    within: sum(days, (one) => one.within),
    abandoned: sum(days, (one) => one.abandoned),
    overdue: sum(days, (one) => one.overdue),
  };
  return {
    waiting: sum(queues, ({ counts }) => counts.waiting + counts.offered),
    longestSince: waits.length > 0 ? Math.min(...waits) : null,
    escalated: sum(queues, ({ counts }) => counts.escalated),
    overdue: day.overdue,
    arrived: sum(days, (one) => one.arrived),
    begun: day.begun,
    inTime: inTimeOf(day),
    lost: lostOf(day),
  };
}

import type { HandOverEnd } from '@meada/contract/routes/hand-over';
import type { ItemRow } from '../rows/item.ts';

/** How long a named colleague is asked, and how long somebody of a queue is looked for (ms). */
export type AskTimes = { askMs: number; lookMs: number };
export const usualTimes: AskTimes = { askMs: 120_000, lookMs: 300_000 };

type Conversation = { status: string; merged: boolean; assignee_id: string | null };

/**
 * Whether a hand-over may still be accepted: the matter is not over, and nobody has the conversation but who asked. Where
 * they were lost meanwhile (their browser died, the time of grace ran out) it is nobody's, and what was asked stands: it is
 * in its queue, too, and the quicker one has it.
 */
export const stands = (
  ask: Pick<ItemRow, 'left_by'>,
  { status, merged, assignee_id }: Conversation,
): boolean => status !== 'resolved' && !merged && (assignee_id === null || assignee_id === ask.left_by);

const ends: Record<string, Exclude<HandOverEnd, 'accepted'>> = {
  declined: 'declined',
  timed_out: 'timed_out',
  missed_offers: 'timed_out',
};

/** How the router's reason to take an offer back ends what a named colleague was asked. */
export const endFor = (why: string | undefined): Exclude<HandOverEnd, 'accepted'> =>
  ends[why ?? ''] ?? 'gone';

/** Those for which it holds, and the others. */
export function partition<T>(list: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  return [list.filter(holds), list.filter((one) => !holds(one))];
}

import type { DutyState } from '@meada/contract/public';

/** Pure rules of what is owed to the public: every public word is answered in public, or left with a reason. */

/** What happened to a duty's conversation. */
export type DutyEvent =
  /** The customer said something in public (again). */
  | { kind: 'said' }
  /** A public answer of ours reached the platform. */
  | { kind: 'answered'; resolved: boolean }
  /** The conversation was resolved; `privately`: words went to and fro in private after the last public answer. */
  | { kind: 'resolved'; privately: boolean }
  | { kind: 'waived'; reason: string }
  /** Its author or the platform took the public word away: nobody reads an answer to it. */
  | { kind: 'removed' };

/** The reason that stands with a duty whose public word was taken away. */
export const removedReason = 'removed';

const ended: ReadonlySet<DutyState> = new Set(['published', 'waived']);
export const isEnded = (state: DutyState): boolean => ended.has(state);

/** The state after an event. An ended duty stays as it is: a new public word begins another. */
export function dutyAfter(state: DutyState, event: DutyEvent): DutyState {
  if (isEnded(state)) return state;
  if (event.kind === 'waived' || event.kind === 'removed') return 'waived';
  if (event.kind === 'said') return 'open';
  if (event.kind === 'answered') return event.resolved || state === 'to_publish' ? 'published' : 'answered';
  // A public answer after which nothing was said in private is itself the solution that was published.
  return state === 'answered' && !event.privately ? 'published' : 'to_publish';
}

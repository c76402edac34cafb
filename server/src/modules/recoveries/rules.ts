import { clockIn, isWithin } from '@meada/contract/preferred-hours';
import type { AbandonmentKind, RecoveryWay } from '@meada/contract/routes/abandonments';
import type { PreferredHours } from '@meada/contract/routes/preferences';
import { type BusinessHours, opensNext } from '../hours/index.ts';

/** By which way and when somebody who left is best written to, and how long they count as not lost: pure. */

/** How long somebody may take to come back, after they left or were last written to (ms). */
export const comesBackMs = 7 * 86_400_000;
/** When somebody counts as gone who waited for us; other numbers are for tests. */
export type LeavingPace = {
  /** A page that is turned, a tunnel, a telephone in a pocket: gone is who does not come back within this. */
  goneMs: number;
  /** Whoever waited less than this had hardly begun to. */
  waitedMs: number;
};
export const leavingPace: LeavingPace = { goneMs: 3 * 60_000, waitedMs: 20_000 };

/** An address of theirs on an inbox of ours. */
export type Way = {
  inboxId: string;
  channel: string;
  identityId: string;
  address: string;
  /** The firm may write first there. */
  starts: boolean;
  /** Until when free text goes out without a template (ms); null: it does not, or needs no window. */
  openUntil: number | null;
  proven: boolean;
  preferred: boolean;
  hours: BusinessHours | null;
};

type Asking = {
  kind: AbandonmentKind;
  /** Where they left: a chat they have gone from reaches nobody. */
  leftInboxId: string;
  ways: readonly Way[];
  /** When they like to be reached, by the clocks of the firm's zone. */
  hours: PreferredHours | null;
  timeZone: string;
  now: number;
};

const rank = (way: Way): number =>
  (way.openUntil === null ? 0 : 8) + (way.preferred ? 4 : 0) + (way.proven ? 2 : 0);

/**
 * The best way: where free text still goes out, then the one they prefer, then a proven address, then any. A chat they
 * left is no way. Not before the inbox opens, nor outside the hours they like; an open window is not let pass for that.
 * null when nothing reaches them.
 */
export function wayTo({ kind, leftInboxId, ways, hours, timeZone, now }: Asking): RecoveryWay | null {
  const open = ways
    .map((way) => ({
      ...way,
      openUntil: way.openUntil !== null && way.openUntil > now ? way.openUntil : null,
    }))
    .filter(
      (way) =>
        (way.starts || way.openUntil !== null) && !(kind === 'chat_left' && way.inboxId === leftInboxId),
    );
  const [best] = open.toSorted((a, b) => rank(b) - rank(a));
  if (!best) return null;
  const { inboxId, channel, identityId, address } = best;
  const why =
    best.openUntil !== null ? 'window' : best.preferred ? 'preferred' : best.proven ? 'proven' : 'known';
  const when = momentFor(best, { hours, timeZone, now });
  return { inboxId, channel, identityId, address, why, ...when };
}

type When = { at: string; waits: RecoveryWay['waits'] };

function momentFor(way: Way, { hours, timeZone, now }: Pick<Asking, 'hours' | 'timeZone' | 'now'>): When {
  const opens = way.hours ? opensNext(way.hours, now) : now;
  const first = opens ?? now;
  const theirs = hours ? theirNext(hours, { from: first, timeZone, works: way.hours }) : first;
  // Half an hour before the window closes is better than the hour they like after it.
  const most = way.openUntil === null ? Number.POSITIVE_INFINITY : Math.max(now, way.openUntil - 30 * 60_000);
  const at = Math.min(theirs, most);
  const waits = at <= now ? null : theirs > first && at === theirs ? 'their_hours' : 'closed';
  return { at: new Date(at).toISOString(), waits };
}

type Looking = { from: number; timeZone: string; works: BusinessHours | null };
const hourMs = 3_600_000;

/** The first full hour (or the moment itself) that is within the hours they like and ours; `from` when none is in a week. */
function theirNext(hours: PreferredHours, { from, timeZone, works }: Looking): number {
  const fits = (at: number): boolean =>
    isWithin(hours, clockIn(timeZone, new Date(at))) && (!works || opensNext(works, at) === at);
  if (fits(from)) return from;
  const hour = Math.ceil(from / hourMs) * hourMs;
  for (let more = 0; more <= 7 * 24; more += 1) if (fits(hour + more * hourMs)) return hour + more * hourMs;
  return from;
}

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
  /** When they last wrote there (ms); null: never. */
  lastAt: number | null;
  /** What we wrote there did not arrive lately. */
  failed: boolean;
  proven: boolean;
  preferred: boolean;
  hours: BusinessHours | null;
};

type Asking = {
  kind: AbandonmentKind;
  /** Where they left: a chat they have gone from reaches nobody. */
  leftInboxId: string;
  /** When (ms): who went a moment ago is awake. */
  leftAt: number;
  ways: readonly Way[];
  /** When they like to be reached, by the clocks of the firm's zone. */
  hours: PreferredHours | null;
  timeZone: string;
  now: number;
};

const rank = (way: Way): number =>
  (way.failed ? -16 : 0) +
  (way.openUntil === null ? 0 : 8) +
  (way.preferred ? 4 : 0) +
  (way.lastAt === null ? 0 : 2) +
  (way.proven ? 1 : 0);
const whyOf = (way: Way): RecoveryWay['why'] => {
  if (way.openUntil !== null) return 'window';
  if (way.preferred) return 'preferred';
  if (way.lastAt !== null) return 'used';
  return way.proven ? 'proven' : 'known';
};
/** Kinds in which they are not before that screen any more. */
const gone: ReadonlySet<AbandonmentKind> = new Set(['chat_left', 'place_failed']);

/**
 * The best way: where free text still goes out, then the one they prefer, then where they have written (the latest first), then a
 * proven address, then any; what failed lately comes last. A chat they left is no way. Not before the inbox opens, nor outside
 * the hours they like, nor at night; an open window is not let pass for that. null when nothing reaches them.
 */
export function wayTo({ kind, leftInboxId, leftAt, ways, hours, timeZone, now }: Asking): RecoveryWay | null {
  const open = ways
    .map((way) => ({
      ...way,
      openUntil: way.openUntil !== null && way.openUntil > now ? way.openUntil : null,
    }))
    .filter(
      (way) => (way.starts || way.openUntil !== null) && !(gone.has(kind) && way.inboxId === leftInboxId),
    );
  const [best] = open.toSorted((a, b) => rank(b) - rank(a) || (b.lastAt ?? 0) - (a.lastAt ?? 0));
  if (!best) return null;
  const { inboxId, channel, identityId, address } = best;
  const when = momentFor(best, { hours, leftAt, timeZone, now });
  return { inboxId, channel, identityId, address, why: whyOf(best), ...when };
}

type When = { at: string; waits: RecoveryWay['waits'] };

type Moment = Pick<Asking, 'hours' | 'leftAt' | 'timeZone' | 'now'>;
function momentFor(way: Way, { hours, leftAt, timeZone, now }: Moment): When {
  const opens = way.hours ? opensNext(way.hours, now) : now;
  const first = opens ?? now;
  const wanted = hours ?? (first - leftAt < awakeMs ? always : wakingHours);
  const liked = nextWithin(wanted, { from: first, timeZone, works: way.hours });
  // Half an hour before the window closes is better than the hour they like after it.
  const most = way.openUntil === null ? Number.POSITIVE_INFINITY : Math.max(now, way.openUntil - 30 * 60_000);
  const at = Math.min(liked, most);
  return { at: new Date(at).toISOString(), waits: at <= now ? null : reasonOf({ at, first, most, hours }) };
}

type Chosen = { at: number; first: number; most: number; hours: PreferredHours | null };
function reasonOf({ at, first, most, hours }: Chosen): RecoveryWay['waits'] {
  if (at === most) return 'window';
  if (at > first) return hours ? 'their_hours' : 'quiet';
  return 'closed';
}

/** When who never said it may be written to without waking them, by the firm's clocks. */
export const wakingHours: PreferredHours = { days: [], from: 8, to: 21 };
const always: PreferredHours = { days: [], from: 0, to: 0 };
/** Whoever was here within this is awake, whatever the hour (ms). */
const awakeMs = 3_600_000;

type Looking = { from: number; timeZone: string; works: BusinessHours | null };
const hourMs = 3_600_000;

/** The first full hour (or the moment itself) that is within those hours and ours; `from` when none is in a week. */
function nextWithin(hours: PreferredHours, { from, timeZone, works }: Looking): number {
  const fits = (at: number): boolean =>
    isWithin(hours, clockIn(timeZone, new Date(at))) && (!works || opensNext(works, at) === at);
  if (fits(from)) return from;
  const hour = Math.ceil(from / hourMs) * hourMs;
  for (let more = 0; more <= 7 * 24; more += 1) if (fits(hour + more * hourMs)) return hour + more * hourMs;
  return from;
}

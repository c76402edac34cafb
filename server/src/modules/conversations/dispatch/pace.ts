import type { Clock } from '../../../kernel/clock.ts';

/**
 * Keeps to a platform's messages per second in any stretch of a second, and uses nearly all of them. The platform counts
 * when a request reaches it, we know only when it went and when its answer came. On a path that takes at least `least`
 * there and back, a request has left the platform's window one second after its answer less `least`: from then on its
 * place is free. What is lost by that is the jitter of the answers, not their delay.
 */
export type Pace = {
  /** Milliseconds until `units` may go; null: not before something under way is answered. 0: now. */
  wait(key: string, perSecond: number, units?: number): number | null;
  /** They go now; to be called once when the answer came (or did not). */
  begin(key: string, perSecond: number, units?: number): () => void;
  /** Nothing goes for so many milliseconds: the platform asked for it. */
  hold(key: string, ms: number): void;
  /** Milliseconds until one more may go to the same address; 0: now, and it counts as gone. */
  toAddress(key: string, limit: AddressLimit): number;
  /** Nothing goes to the address for so many milliseconds: the platform asked for it; its burst is used up. */
  holdAddress(key: string, ms: number): void;
  /** Whether it is known what the address has had; else it is to be told, oldest first (ms since 1970). */
  knows(key: string): boolean;
  remember(key: string, limit: AddressLimit, sentAt: readonly number[]): void;
};

/** Messages to the same address: so many at once, then one in so many seconds. */
type AddressLimit = { burst: number; everySeconds: number };

const windowMs = 1000;
/** Both ends of a stretch are cut to whole milliseconds. */
const roundingMs = 2;
/** A request without an answer for so long has arrived or was lost: it holds no place any more. */
const slowMs = 5000;
/** What goes is spread a little: bunches make answers wait for each other, and their jitter costs places. */
const spread = 0.9;
/** So many may go without a gap, after a pause or when a timer was late. */
const bunch = 8;
/** The quickest answer is believed for so long, at most twice that. */
const believedMs = 30_000;
/** How much of it, and after how many answers: the first ones pay for the connection. */
const believed = 0.97;
const answersBefore = 40;
const addressesAtMost = 20_000;

type Lane = {
  /** When the units under way went. */
  out: Set<{ at: number; units: number }>;
  /** When a place becomes free, in the order of answers. */
  free: { at: number; units: number }[];
  heldUntil: number;
  /** When the next would go if they went evenly. */
  next: number;
  least: { before: number; now: number; since: number; answers: number };
};

export function makePace(clock: Clock): Pace {
  const lanes = new Map<string, Lane>();
  const addresses: Buckets = new Map();
  const now = (): number => clock.now().getTime();
  const laneOf = (key: string): Lane => {
    const known = lanes.get(key);
    if (known) return known;
    const never = Number.POSITIVE_INFINITY;
    const least = { before: never, now: never, since: now(), answers: 0 };
    const lane: Lane = { out: new Set(), free: [], heldUntil: 0, next: 0, least };
    lanes.set(key, lane);
    return lane;
  };
  return {
    wait: (key, perSecond, units = 1) => waitOf(laneOf(key), now(), { perSecond, units }),
    begin: (key, perSecond, units = 1) => {
      const lane = laneOf(key);
      const going = { at: now(), units };
      const gap = (units * windowMs * spread) / perSecond;
      lane.next = Math.max(lane.next, going.at - bunch * gap) + gap;
      lane.out.add(going);
      return () => {
        if (lane.out.delete(going)) answered(lane, going, now());
      };
    },
    hold: (key, ms) => {
      const lane = laneOf(key);
      lane.heldUntil = Math.max(lane.heldUntil, now() + ms);
    },
    toAddress: (key, limit) => addressWait(addresses, key, { limit, at: now() }),
    holdAddress: (key, ms) => keep(addresses, key, { tokens: 0, at: now() + ms }),
    knows: (key) => addresses.has(key),
    remember: (key, limit, sentAt) => {
      keep(addresses, key, { tokens: limit.burst, at: sentAt[0] ?? now() });
      for (const at of sentAt) {
        const { tokens } = filled(addresses, key, { limit, at });
        keep(addresses, key, { tokens: Math.max(0, tokens - 1), at });
      }
    },
  };
}

function waitOf(lane: Lane, now: number, { perSecond, units }: { perSecond: number; units: number }) {
  if (lane.heldUntil > now) return lane.heldUntil - now;
  lane.free = lane.free.filter((one) => one.at > now);
  const under = [...lane.out].filter((one) => now - one.at < slowMs);
  const count = (list: readonly { units: number }[]): number => list.reduce((sum, one) => sum + one.units, 0);
  // More than the limit at once can only go alone.
  let missing = Math.min(units, perSecond) + count(under) + count(lane.free) - perSecond;
  if (missing <= 0) return Math.max(0, Math.ceil(lane.next - now));
  for (const one of [...lane.free].sort((a, b) => a.at - b.at)) {
    missing -= one.units;
    if (missing <= 0) return one.at - now;
  }
  return null;
}

function answered(lane: Lane, { at, units }: { at: number; units: number }, now: number): void {
  const { least } = lane;
  if (now - least.since > believedMs) {
    least.before = least.now;
    least.now = Number.POSITIVE_INFINITY;
    least.since = now;
  }
  const took = now - at;
  // What took several calls says nothing of the path.
  if (units === 1) {
    least.now = Math.min(least.now, took);
    least.answers += 1;
  }
  const known = Math.min(least.now, least.before, took);
  const sure = least.answers > answersBefore ? Math.floor(known * believed) : 0;
  lane.free.push({ at: now - sure + windowMs + roundingMs, units });
}

type Buckets = Map<string, Bucket>;
/** `at` lies ahead while the address is held. */
type Bucket = { tokens: number; at: number };
type Asked = { limit: AddressLimit; at: number };

function filled(buckets: Buckets, key: string, { limit, at }: Asked): Bucket {
  const bucket = buckets.get(key) ?? { tokens: limit.burst, at };
  const gained = Math.max(0, at - bucket.at) / (limit.everySeconds * 1000);
  return { tokens: Math.min(limit.burst, bucket.tokens + gained), at: Math.max(at, bucket.at) };
}

/** The oldest entry is the one least likely to be needed, and is asked for again if it is. */
function keep(buckets: Buckets, key: string, bucket: Bucket): void {
  buckets.delete(key);
  if (buckets.size >= addressesAtMost) buckets.delete(buckets.keys().next().value ?? '');
  buckets.set(key, bucket);
}

function addressWait(buckets: Buckets, key: string, asked: Asked): number {
  const bucket = filled(buckets, key, asked);
  if (bucket.at > asked.at) return bucket.at - asked.at;
  if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) * asked.limit.everySeconds * 1000);
  keep(buckets, key, { tokens: bucket.tokens - 1, at: asked.at });
  return 0;
}

import type { Kernel } from '../../../kernel/ctx.ts';

/**
 * Where receipts begin that may still be new. While somebody's snapshot is old (a backup, a report), entries of receipts
 * that are done stay in the index of new ones, and every look would walk over all of them (LESSONS D25): so reading
 * begins behind what was found settled. Kept in memory only: a process that forgets looks from the beginning.
 */
type Mark = {
  /** Everything up to this number is settled. */
  n: number;
  /** Largest number read by this process. */
  seen: number;
  /** What `n` becomes once nothing that began before it can still commit. */
  next: { n: number; at: number } | null;
  /** A look from the beginning goes on until nothing is left. */
  whole: boolean;
  wholeAt: number;
};

/** An insert is one statement: a number may commit this much later than larger ones (ms). */
const lateMs = 5000;
/** What came later still, or was made new again by another hand, is found within this time (ms). */
const wholeEveryMs = 30_000;

const marks = new WeakMap<object, Mark>();

function markOf(kernel: Pick<Kernel, 'database'>): Mark {
  const mark = marks.get(kernel.database) ?? { n: 0, seen: 0, next: null, whole: true, wholeAt: 0 };
  marks.set(kernel.database, mark);
  return mark;
}

/** The number above which this round looks. */
export function beginRound(kernel: Pick<Kernel, 'database' | 'clock'>): number {
  const mark = markOf(kernel);
  const now = kernel.clock.now().getTime();
  if (now - mark.wholeAt >= wholeEveryMs) Object.assign(mark, { whole: true, wholeAt: now });
  return mark.whole ? 0 : mark.n;
}

/** Remembers the numbers that were read. */
export function haveRead(kernel: Pick<Kernel, 'database'>, numbers: readonly number[]): void {
  const mark = markOf(kernel);
  for (const n of numbers) mark.seen = Math.max(mark.seen, n);
}

/** Says that a round found nothing new, and that nothing stands aside. */
export function foundNothing(kernel: Pick<Kernel, 'database' | 'clock'>): void {
  const mark = markOf(kernel);
  const now = kernel.clock.now().getTime();
  mark.whole = false;
  if (mark.next && now - mark.next.at >= lateMs) {
    mark.n = mark.next.n;
    mark.next = null;
  }
  mark.next ??= { n: mark.seen, at: now };
}

/** Transactions that waited for each other read the clock at most so far apart (ms); further, and somebody has set it. */
const mostApart = 60_000;

/**
 * When a stretch begins that was decided on `at`, after one that ended on `closed`: who looked at the clock first and got
 * the lock second comes second all the same, so stretches never overlap.
 */
export const beginsAt = (closed: Date | undefined, at: Date): Date =>
  closed && closed > at && closed.getTime() - at.getTime() < mostApart ? closed : at;

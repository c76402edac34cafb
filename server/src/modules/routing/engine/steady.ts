/** A reading of both clocks of a machine, and the event time made of them; milliseconds. */
export type Reading = { time: number; wall: number; monotonic: number };

/** Event time may run so much faster or slower than the monotonic clock, to come back to the wall's. */
const slew = 0.1;

/**
 * Event time: runs with the monotonic clock and is drawn towards the wall clock by at most a tenth. When somebody sets the
 * wall clock back or forth by an hour, offers neither all end at once nor stand for an hour; daylight saving is none of its
 * business (wall clocks here are UTC). The first reading, without a last one, is the wall's.
 */
export function readSteadily(last: Reading | null, wall: number, monotonic: number): Reading {
  if (!last) return { time: wall, wall, monotonic };
  const passed = Math.max(0, monotonic - last.monotonic);
  const drift = wall - (last.time + passed);
  const drawn = Math.max(-passed * slew, Math.min(passed * slew, drift));
  return { time: last.time + passed + drawn, wall, monotonic };
}

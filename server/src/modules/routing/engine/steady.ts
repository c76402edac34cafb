/** A reading of both clocks of a machine, and the event time made of them; milliseconds. */
export type Reading = { time: number; wall: number; monotonic: number };

/** Event time may run so much faster or slower than the monotonic clock, to come back to the wall's. */
const slew = 0.1;

/** What the wall clock differs by at once was set by somebody; less is drawn in. */
const jumpMs = 1000;

/** By how much the wall clock was set forth (or back: negative) since the last reading; 0: it was not. */
export function jumpSince(last: Reading | null, wall: number, monotonic: number): number {
  if (!last) return 0;
  const drift = wall - (last.time + Math.max(0, monotonic - last.monotonic));
  return Math.abs(drift) > jumpMs ? drift : 0;
}

/**
 * Event time: runs with the monotonic clock and is drawn towards the wall clock by at most a tenth, so it never stands still or
 * goes back. Where the wall clock was set (`jumpSince`) the server begins a new reading and moves what is due with it; daylight
 * saving is none of its business (wall clocks here are UTC). The first reading, without a last one, is the wall's.
 */
export function readSteadily(last: Reading | null, wall: number, monotonic: number): Reading {
  if (!last) return { time: wall, wall, monotonic };
  const passed = Math.max(0, monotonic - last.monotonic);
  const drift = wall - (last.time + passed);
  const drawn = Math.max(-passed * slew, Math.min(passed * slew, drift));
  return { time: last.time + passed + drawn, wall, monotonic };
}

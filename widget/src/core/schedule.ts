/**
 * Pause before attempt number `attempt` (from 0), in milliseconds: doubling from half a second to half a minute, with
 * jitter over the upper half so that a thousand browsers do not come back in one wave. `random` is in [0, 1).
 */
export function pauseBefore(attempt: number, random: number): number {
  const whole = Math.min(30_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * random);
}

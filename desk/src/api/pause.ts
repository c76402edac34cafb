/** Milliseconds: the first pause after a failure, and the longest. */
const pace = { first: 500, longest: 20_000 };

/** Pause before try number `tries` (ms): grows, and is jittered so that a restart is not met by everybody at once. */
export function pauseBefore(tries: number, random: number): number {
  const full = Math.min(pace.longest, pace.first * 1.8 ** tries);
  return Math.round(full * (0.5 + random / 2));
}

/** Over after `ms`, or when the network is back. */
const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener('online', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    addEventListener('online', over);
  });

/** Asks for what nobody can do without, until it is there: a failure is only a pause. */
export async function untilThere<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch {
      await pause(pauseBefore(tries, Math.random()));
    }
  }
}

import { LaunchError, say } from './say.mjs';

/** A second Ctrl-C within this time is npm passing on the first one, not impatience. */
const echoMs = 2_000;

/**
 * Runs several programs as one: `bring(add)` starts them (each given to `add`), then this waits for a signal or
 * for the first that ends, and stops them in reverse order. A program that ends by itself ends all with its
 * sentence as the error.
 */
export async function together(bring) {
  const children = [];
  let firstSignalAt = 0;
  let wake = () => {};
  const woken = new Promise((resolve) => {
    wake = resolve;
  });
  const onSignal = () => {
    if (firstSignalAt === 0) {
      firstSignalAt = Date.now();
      wake({ signal: true });
    } else if (Date.now() - firstSignalAt > echoMs) {
      for (const child of children) child.kill();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of signals) process.on(name, onSignal);
  const add = (child) => {
    children.push(child);
    child.ended.then(() => child.wasStopped() || wake({ dead: child }));
    return child;
  };
  try {
    const broughtUp = bring(add).then(() => undefined);
    const outcome = (await Promise.race([broughtUp, woken])) ?? (await woken);
    // What is still starting sees its programs stop; its own complaint about that is no news.
    broughtUp.catch(() => {});
    if (outcome.dead) throw new LaunchError(outcome.dead.sentence());
    say('');
  } finally {
    for (const child of [...children].reverse()) await child.stop();
    for (const name of signals) process.off(name, onSignal);
  }
}

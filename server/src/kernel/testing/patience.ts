import { setTimeout } from 'node:timers/promises';
import type { Kernel } from '../ctx.ts';
import { heldSeconds } from '../events/log.ts';

/**
 * How long a test waits for what comes soon, on a busy machine too: Vitest's own second is none there. What comes by the log
 * waits besides for transactions in all databases of the tests' server, the restoring of one among them.
 */
export const soon = { timeout: 25_000, interval: 20 };

/** Rounds of 10 ms within which something must be so that comes by the log. */
const rounds = 100;

/**
 * Waits for what must be so within a second of somebody's act, as long as nothing stands in the log's way: tests share a
 * database server, and whoever makes a database there holds back the logs of all. Those rounds are not counted.
 */
export async function withinASecond(
  kernel: Pick<Kernel, 'database'>,
  check: () => void | Promise<void>,
): Promise<void> {
  const last = performance.now() + soon.timeout;
  for (let left = rounds; ; ) {
    const held = (await heldSeconds(kernel)) > 0;
    try {
      return await check();
    } catch (error) {
      if (left === 0 || performance.now() > last) throw error;
    }
    if (!held) left -= 1;
    await setTimeout(10);
  }
}

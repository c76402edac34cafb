import type { Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { sendScheduled } from './send-scheduled.ts';

/** The longest nap while something waits (ms): a machine's clock may be set meanwhile. */
const napAtMost = 60_000;

/** Sends what is due, to the second; asks nothing while nothing waits. */
export const sendOnTime = (kernel: Kernel): Tail =>
  loop(kernel, 'scheduled', async () => {
    const next = await sendScheduled(kernel);
    if (!next) return null;
    return Math.min(napAtMost, Math.max(0, next.getTime() - kernel.clock.now().getTime()));
  });

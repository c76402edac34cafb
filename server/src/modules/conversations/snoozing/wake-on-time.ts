import type { Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { wakeSnoozed } from '../wake-snoozed.ts';

/** The longest nap while something is put aside until a time (ms): a machine's clock may be set meanwhile. */
const napAtMost = 60_000;

/** Wakes what is due, to the second; asks nothing while nothing waits for a time. */
export const wakeOnTime = (kernel: Kernel): Tail =>
  loop(kernel, 'snoozed', async () => {
    await wakeSnoozed(kernel);
    const { next } = await kernel.database.asSystem((db) =>
      db
        .selectFrom('conversations')
        .select(({ fn }) => fn.min('snoozed_until').as('next'))
        .where('status', '=', 'snoozed')
        .executeTakeFirstOrThrow(),
    );
    if (!next) return null;
    const wait = new Date(next as unknown as string).getTime() - kernel.clock.now().getTime();
    return Math.min(napAtMost, Math.max(0, wait));
  });

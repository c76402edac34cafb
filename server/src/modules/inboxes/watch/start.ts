import type { Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { runResyncs } from '../run-resyncs.ts';
import { watchInboxes } from './watch.ts';

const lookMs = 60_000;
const resyncsMs = 30_000;

/** Looks after all inboxes, once a minute. */
export const startWatch = (kernel: Kernel): Tail =>
  loop(kernel, 'inboxes.watch', async () => {
    await watchInboxes(kernel);
    return lookMs;
  });

/** Fetches again what was asked for, as soon as it is asked. */
export function startResyncs(kernel: Kernel): Tail {
  const stopping = new AbortController();
  const tail = loop(kernel, 'resyncs', async () => {
    await runResyncs(kernel, stopping.signal);
    return resyncsMs;
  });
  return {
    stop: async () => {
      stopping.abort();
      await tail.stop();
    },
  };
}

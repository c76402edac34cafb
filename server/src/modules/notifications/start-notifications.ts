import type { Kernel } from '../../kernel/ctx.ts';
import { listenDurably, loop, type Tail } from '../../kernel/events/tail.ts';
import type { Roster } from '../../kernel/live/roster.ts';
import { forgetPushes } from './forget-pushes.ts';
import { hearNews } from './hear-news.ts';
import { sendPushes } from './send-pushes.ts';

const nightMs = 6 * 3_600_000;

/** Tells people on their devices: hears what happens, sends what is due, forgets what is old. */
export function startNotifications(kernel: Kernel, roster: Roster): Tail {
  const parts = [
    listenDurably(kernel, 'notifications', (events) => hearNews(kernel, events)),
    loop(kernel, 'pushes', () => sendPushes(kernel, roster)),
    loop(kernel, 'pushes.old', async () => {
      await forgetPushes(kernel);
      return nightMs;
    }),
  ];
  return {
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

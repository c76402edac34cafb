import { setTimeout as pause } from 'node:timers/promises';
import type { Tail } from '../../kernel/events/tail.ts';
import { followLog, fromNow, listenDurably } from '../../kernel/events/tail.ts';
import { onPresence } from '../../kernel/live/presence.ts';
import { lastPlace } from '../conversations/factories.ts';
import { followConversations } from './intake/follow-conversations.ts';
import { type Router, startRouter } from './runner/router.ts';
import type { RoutedHouse } from './testing-house.ts';
import { tellingPace } from './waits/teller.ts';

/** Two routers at the same rows, without the lock that keeps them apart. */
export async function startRouters({ desk, roster }: RoutedHouse) {
  const { kernel, orgId, clock } = desk;
  const begun = clock.now().getTime();
  const monotonic = (): number => clock.now().getTime() - begun;
  const begin = (): Router =>
    startRouter({
      kernel,
      orgId,
      roster,
      monotonic,
      self: kernel.ids.uuid(),
      settleMs: 2000,
      telling: tellingPace,
    });
  const routers = [begin(), begin()];
  onPresence(roster, (_, personId) => {
    for (const router of routers) router.look(personId);
  });
  let heard = performance.now();
  let place = await fromNow(kernel);
  const tail: Tail = followLog(kernel, place, async (events, cursor) => {
    heard = performance.now();
    place = cursor;
    for (const router of routers) router.hear(events.filter((event) => event.orgId === orgId));
  });
  const follower = listenDurably(kernel, 'routing', (events) => followConversations(kernel, events));
  return {
    again: async (nth: 0 | 1) => {
      const old = routers[nth];
      routers[nth] = begin();
      await old?.stop();
    },
    /** Until nothing has happened for a while; a log that others of the same server hold back is not quiet. */
    quiet: async () => {
      for (;;) {
        const end = await lastPlace(desk);
        if (place.id === end.id && performance.now() - heard > 600) return;
        await pause(50);
      }
    },
    stop: async () => {
      await follower.stop();
      await tail.stop();
      for (const router of routers) await router.stop();
    },
  };
}

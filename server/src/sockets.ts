import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from './kernel/actor.ts';
import type { Kernel } from './kernel/ctx.ts';
import type { Tail } from './kernel/events/tail.ts';
import { type Authenticators, sameOrigin } from './kernel/http/server.ts';
import { watchEnds } from './kernel/live/ends.ts';
import type { Hub } from './kernel/live/hub.ts';
import { keepPresence } from './kernel/live/presence.ts';
import { recheckTopics } from './kernel/live/recheck.ts';
import { type Roster, type RosterPace, rosterPace } from './kernel/live/roster.ts';
import { mountLive } from './kernel/live/socket.ts';
import { liveSignals, mayFollow } from './modules/conversations/index.ts';
import { keepLooking } from './modules/notifications/index.ts';
import { recheckConnection } from './modules/people/index.ts';
import { type LeavingPace, watchVisitors } from './modules/recoveries/index.ts';
import { tellVisitors } from './modules/routing/index.ts';
import { tellFollowers } from './modules/timeline/index.ts';

/** What lives on the sockets of a process, beside the feed itself. */
export type LiveParts = Tail & { mount(http: FastifyInstance, authenticators: Authenticators): void };

type Options = { roster: Roster; pace?: RosterPace | undefined; leaving?: LeavingPace | undefined };

/** Puts together the sockets of the desk and of visitors: frames, typing, viewers, presence, who leaves. */
export function openLive(
  kernel: Kernel,
  hub: Hub,
  { roster, pace = rosterPace, leaving }: Options,
): LiveParts {
  const presence = keepPresence(kernel, hub, { roster, pace });
  const signal = liveSignals(kernel, hub, roster);
  const look = keepLooking(hub, roster);
  const ends = watchEnds(kernel, (connection) => recheckConnection(kernel, connection));
  const visitors = watchVisitors(kernel, leaving);
  for (const watcher of [presence, ends, visitors]) hub.watch(watcher);
  const untell = [tellFollowers(kernel.bus, hub), tellVisitors(kernel.bus, hub)];
  const follows = (actor: Actor, topic: string): Promise<boolean> => mayFollow(kernel, actor, topic);
  const recheck = hub.recheck((connection) =>
    recheckTopics(hub, connection, {
      reload: (one) => recheckConnection(kernel, one),
      mayFollow: follows,
      changed: presence.look,
    }),
  );
  const common = {
    hub,
    mayFollow: follows,
    onSignal: ((connection, frame) => {
      if (frame.t === 'presence') return presence.choose(connection, frame);
      if (frame.t === 'looking') return look(connection, frame.on);
      return signal(connection, frame);
    }) satisfies Common['onSignal'],
  };
  return {
    mount: (http, authenticators) => mountBoth(kernel, http, { authenticators, common }),
    stop: async () => {
      for (const off of untell) off();
      await recheck.stop();
      await ends.stop();
      await visitors.stop();
    },
  };
}

type Common = Pick<Parameters<typeof mountLive>[2], 'hub' | 'mayFollow' | 'onSignal'>;

/** The socket of the desk, and that of visitors. */
function mountBoth(
  kernel: Kernel,
  http: FastifyInstance,
  { authenticators, common }: { authenticators: Authenticators; common: Common },
): void {
  mountLive(http, kernel, {
    ...common,
    path: '/api/live',
    authenticate: async (request) =>
      (await authenticators.key(request)) ?? (await authenticators.person(request)),
    originAllowed: (request: FastifyRequest) => sameOrigin(kernel, request),
    ownTopics: () => ['desk'],
  });
  mountLive(http, kernel, {
    ...common,
    path: '/api/chat/live',
    authenticate: (request) => authenticators.visitor(request),
    // The visitor's token is no cookie: another site cannot make a browser send it.
    originAllowed: () => true,
    ownTopics: () => ['chat'],
  });
}

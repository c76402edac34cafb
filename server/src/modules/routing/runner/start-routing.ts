import { memoryBus } from '../../../kernel/bus/bus.ts';
import type { Kernel } from '../../../kernel/ctx.ts';
import { type Locks, openLocks } from '../../../kernel/db/locks.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { followLog, fromNow, listenDurably, loop, type Tail } from '../../../kernel/events/tail.ts';
import { onPresence } from '../../../kernel/live/presence.ts';
import type { Roster } from '../../../kernel/live/roster.ts';
import { followConversations } from '../intake/follow-conversations.ts';
import { type TellingPace, tellingPace } from '../waits/teller.ts';
import type { Monotonic } from './mind.ts';
import { type Router, startRouter } from './router.ts';

export type RoutingOptions = {
  roster: Roster;
  monotonic?: Monotonic;
  /** How long people have to come back after a start before they count as gone (ms). */
  settleMs?: number;
  /** How fast those who wait are told of it. */
  telling?: TellingPace;
};

const settleMs = 15_000;
/** How often a process that waits for another one to end looks again. */
const againMs = 1000;

/** Routing of a process: keeps work items behind the log, and runs the routers of the organisations whose lock it gets. */
export function startRouting(kernel: Kernel, options: RoutingOptions): Tail {
  const follower = listenDurably(kernel, 'routing', (events) => followConversations(kernel, events));
  const running = run(kernel, {
    monotonic: () => performance.now(),
    settleMs,
    telling: tellingPace,
    ...options,
  });
  return {
    stop: async () => {
      await follower.stop();
      await running.stop();
    },
  };
}

type House = {
  kernel: Kernel;
  options: Required<RoutingOptions>;
  orgs: Set<string>;
  routers: Map<string, Router>;
};

const nameOf = (orgId: string): string => `router ${orgId}`;

function run(kernel: Kernel, options: Required<RoutingOptions>): Tail {
  const house: House = { kernel, options, orgs: new Set(), routers: new Map() };
  const bus = memoryBus();
  const locks = openLocks(kernel.database.listenUrl, kernel.log);
  locks.onLost(() => {
    for (const router of house.routers.values()) void router.stop();
    house.routers.clear();
    bus.wake('locks');
  });
  onPresence(options.roster, (orgId, personId) => house.routers.get(orgId)?.look(personId));
  let tail: Tail | null = null;
  const holding = loop({ ...kernel, bus }, 'locks', async () => {
    if (!tail) {
      // The log first: what happens while the rows are read is heard.
      const start = await fromNow(kernel);
      tail = followLog(kernel, start, async (events) => hear(house, events, () => bus.wake('locks')));
      for (const id of await organisationsWithQueues(kernel)) house.orgs.add(id);
    }
    if (house.orgs.size === 0) return null;
    const { size, starves } = await share(house, locks);
    if (starves) kernel.bus.wake(askShare);
    return size < house.orgs.size ? againMs : null;
  });
  const unhear = kernel.bus.onWake(askShare, () => bus.wake('locks'));
  return {
    stop: async () => {
      unhear();
      await holding.stop();
      await tail?.stop();
      await Promise.all([...house.routers.values()].map((router) => router.stop()));
      await locks.close();
    },
  };
}

/** Asks who runs more than their share to give some back. */
const askShare = 'routers';

/**
 * Takes this process's share of the organisations: as many as there are for each process that runs routers, and what is
 * free. Gives back what is more than that, once its router has ended: two never run at once for long, and would do no harm.
 */
async function share(house: House, locks: Locks): Promise<{ size: number; starves: boolean }> {
  const names = new Map([...house.orgs].map((orgId) => [nameOf(orgId), orgId]));
  const sharers = await locks.sharers(askShare);
  const most = Math.ceil(names.size / sharers);
  const held = [...(await locks.take([...names.keys()], most))].sort();
  const surplus = held.splice(most);
  for (const name of surplus) {
    const orgId = names.get(name) ?? '';
    const router = house.routers.get(orgId);
    house.routers.delete(orgId);
    await router?.stop();
  }
  await locks.give(surplus);
  for (const name of held) begin(house, names.get(name) ?? '');
  return { size: held.length, starves: held.length < Math.floor(names.size / sharers) };
}

function begin({ kernel, options, routers }: House, orgId: string): void {
  if (routers.has(orgId)) return;
  routers.set(orgId, startRouter({ kernel, orgId, self: kernel.ids.uuid(), ...options }));
}

const heard = new Set([
  'work.changed',
  'agent.changed',
  'hours.changed',
  'routing.changed',
  'person.changed',
  'person.access_changed',
]);

function hear(house: House, events: readonly LoggedEvent[], look: () => void): void {
  const ours = events.filter(({ name }) => heard.has(name));
  for (const [orgId, list] of Map.groupBy(ours, (event) => event.orgId)) {
    if (!house.orgs.has(orgId) && list.some(({ name }) => name === 'routing.changed')) {
      house.orgs.add(orgId);
      look();
    }
    house.routers.get(orgId)?.hear(list);
  }
}

const organisationsWithQueues = async (kernel: Kernel): Promise<string[]> => {
  const rows = await kernel.database.asSystem((db) =>
    db.selectFrom('queues').select('org_id').distinct().where('archived_at', 'is', null).execute(),
  );
  return rows.map(({ org_id }) => org_id);
};

import { sql } from 'kysely';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Tail } from '../../kernel/events/tail.ts';
import { followLog, fromNow, listenDurably } from '../../kernel/events/tail.ts';
import { onPresence } from '../../kernel/live/presence.ts';
import { addTalk, type Talk } from '../conversations/factories.ts';
import { assignConversation, changeStatus } from '../conversations/index.ts';
import { choosePresence } from './agents/choose-presence.ts';
import { followConversations } from './intake/follow-conversations.ts';
import { type Router, startRouter } from './runner/router.ts';
import { chance } from './testing-chance.ts';
import { answers, inboxOf, openRoutedHouse, type RoutedHouse, writesAgain } from './testing-house.ts';
import { acceptWork } from './work/accept-work.ts';
import { declineWork } from './work/decline-work.ts';
import { pullNext } from './work/pull-next.ts';
import { pullWork } from './work/pull-work.ts';
import { releaseWork } from './work/release-work.ts';
import { takeOverWork } from './work/take-over-work.ts';

/**
 * Races on real rows: people take, decline, hand over and are given work, come and go, customers write, matters end, and
 * routers begin and die, several of these at once; two routers at a time, as if a lock had failed. What the rows say
 * afterwards is judged by queries of its own.
 */
export type Races = {
  house: RoutedHouse;
  agents: PersonActor[];
  /** Some actions at the same time; answers how many there were. */
  round(): Promise<number>;
  /** What is wrong in the rows now; empty when nothing is. */
  wrongs(): Promise<string[]>;
  /** Work that waits though somebody who may take it is free. */
  idle(): Promise<string[]>;
  /** Everybody comes and is available. */
  gather(): Promise<void>;
  /** Until nothing moves. */
  quiet(): Promise<void>;
  close(): Promise<void>;
};

type Field = {
  house: RoutedHouse;
  agents: PersonActor[];
  inboxes: string[];
  talks: Talk[];
  pick: <T>(list: readonly T[]) => T | undefined;
};

export async function openRaces(seed: number, { atOnce = 6 } = {}): Promise<Races> {
  const random = chance(seed);
  const house = await openRoutedHouse();
  const inboxes = [await inboxOf(house, 'chat'), await inboxOf(house, 'letter')];
  const chat = await house.queue('Chat', { mode: 'offer', againSeconds: 5 }, [inboxes[0] as string]);
  const mail = await house.queue('Cartas', { mode: 'assign', againSeconds: 5 }, [inboxes[1] as string]);
  const agents: PersonActor[] = [];
  for (let nth = 0; nth < 6; nth += 1)
    agents.push(
      await house.agent(`Pessoa ${nth}`, nth % 3 === 2 ? [chat, mail] : [nth % 3 === 0 ? chat : mail, chat], {
        realTime: 1,
        deferred: 2,
        role: 'supervisor',
      }),
    );
  for (const person of agents) house.online(person);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const field: Field = { house, agents, inboxes, talks: [], pick };
  const routers = await startRouters(house);
  const actions = Object.values(actionsOf(field));
  return {
    ...{ house, agents },
    round: async () => {
      const some = Array.from({ length: atOnce }, () => pick(actions)?.() ?? Promise.resolve());
      if (random() < 0.05) some.push(routers.again(random() < 0.5 ? 0 : 1));
      house.pass(Math.floor(random() * 3000));
      await Promise.all(some.map(forgive));
      return some.length;
    },
    wrongs: () => house.desk.as(null, wrongsIn),
    idle: () => house.desk.as(null, idleIn),
    gather: async () => {
      for (const person of agents) {
        house.online(person);
        await house.desk.as(person, (ctx) =>
          choosePresence(ctx, { body: { state: 'available', reasonId: null } }),
        );
      }
    },
    quiet: () => routers.quiet(),
    close: async () => {
      await routers.stop();
      await house.close();
    },
  };
}

/** Being too late, too full or not allowed is what races are about. */
async function forgive(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!(error instanceof Failure) || error.status >= 500) throw error;
  }
}

function actionsOf({ house, agents, inboxes, talks, pick }: Field): Record<string, () => Promise<unknown>> {
  const { desk, boss } = house;
  const anItem = async (...states: string[]) =>
    pick((await house.items()).filter(({ state }) => states.includes(state)));
  const aTalk = (): Talk | undefined => pick(talks.slice(-40));
  const by = (id: string | null): PersonActor | undefined => agents.find((one) => one.id === id);
  const arrive = async (): Promise<void> => {
    const talk = await addTalk(desk, pick(inboxes) as string);
    talks.push(talk);
  };
  const accept = async (who?: PersonActor): Promise<void> => {
    const item = await anItem('offered');
    const person = who ?? by(item?.agent_id ?? null);
    if (item && person) await desk.as(person, (ctx) => acceptWork(ctx, { params: { id: item.id } }));
  };
  const resolve = async (): Promise<void> => {
    const item = await anItem('active', 'paused', 'waiting');
    if (item?.conversation_id)
      await desk.as(boss, (ctx) =>
        changeStatus(ctx, { conversationId: item.conversation_id as string, status: 'resolved' }),
      );
  };
  return {
    arrive,
    arriveToo: arrive,
    accept: () => accept(),
    acceptToo: () => accept(),
    acceptWrongly: () => accept(pick(agents)),
    resolve,
    resolveToo: resolve,
    decline: async () => {
      const item = await anItem('offered');
      const person = by(item?.agent_id ?? null);
      if (item && person)
        await desk.as(person, (ctx) => declineWork(ctx, { params: { id: item.id }, body: { reason: '' } }));
    },
    pull: async () => {
      const item = await anItem('waiting', 'offered');
      const person = pick(agents);
      if (item && person) await desk.as(person, (ctx) => pullWork(ctx, { params: { id: item.id } }));
    },
    pullNext: async () => {
      const person = pick(agents);
      if (person) await desk.as(person, (ctx) => pullNext(ctx, { body: {} }));
    },
    takeOver: async () => {
      const [item, person] = [await anItem('active', 'paused', 'offered'), pick(agents)];
      if (item && person) await desk.as(person, (ctx) => takeOverWork(ctx, { params: { id: item.id } }));
    },
    release: async () => {
      const item = await anItem('active', 'paused');
      const [person, to] = [by(item?.agent_id ?? null), pick(agents)];
      const body = { note: '', ...(to && to !== person ? { agentId: to.id } : {}) };
      if (item && person) await desk.as(person, (ctx) => releaseWork(ctx, { params: { id: item.id }, body }));
    },
    assign: async () => {
      const [talk, to] = [aTalk(), pick([...agents, null])];
      if (talk)
        await desk.as(boss, (ctx) =>
          assignConversation(ctx, { conversationId: talk.id, assigneeId: to?.id ?? null }),
        );
    },
    answer: async () => {
      const item = await anItem('active');
      const [talk, person] = [
        talks.find(({ id }) => id === item?.conversation_id),
        by(item?.agent_id ?? null),
      ];
      if (talk && person) await answers(house, talk, person);
    },
    again: async () => {
      const talk = aTalk();
      if (talk) await writesAgain(house, talk);
    },
    leave: async () => house.offline(pick(agents) as PersonActor),
    come: async () => house.online(pick(agents) as PersonActor),
    comeToo: async () => house.online(pick(agents) as PersonActor),
    choose: async () => {
      const [person, state] = [
        pick(agents) as PersonActor,
        pick(['available', 'available', 'away'] as const) ?? 'available',
      ];
      await desk.as(person, (ctx) => choosePresence(ctx, { body: { state, reasonId: null } }));
    },
  };
}

/** Two routers at the same rows, without the lock that keeps them apart. */
async function startRouters({ desk, roster }: RoutedHouse) {
  const { kernel, orgId, clock } = desk;
  const begun = clock.now().getTime();
  const monotonic = (): number => clock.now().getTime() - begun;
  const begin = (): Router =>
    startRouter({ kernel, orgId, roster, monotonic, self: kernel.ids.uuid(), settleMs: 2000 });
  const routers = [begin(), begin()];
  onPresence(roster, (_, personId) => {
    for (const router of routers) router.look(personId);
  });
  let heard = performance.now();
  const tail: Tail = followLog(kernel, await fromNow(kernel), async (events) => {
    heard = performance.now();
    for (const router of routers) router.hear(events.filter((event) => event.orgId === orgId));
  });
  const follower = listenDurably(kernel, 'routing', (events) => followConversations(kernel, events));
  return {
    again: async (nth: 0 | 1) => {
      const old = routers[nth];
      routers[nth] = begin();
      await old?.stop();
    },
    /** Until nothing has happened for a while. */
    quiet: async () => {
      while (performance.now() - heard < 600) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    stop: async () => {
      await follower.stop();
      await tail.stop();
      for (const router of routers) await router.stop();
    },
  };
}

const listed = async (ctx: Ctx, what: string, query: ReturnType<typeof sql>): Promise<string[]> =>
  (await query.execute(ctx.db)).rows.map((row) => `${what} ${JSON.stringify(row)}`);

/** Double assignments, overfull agents, conversations that say something else than their work. */
async function wrongsIn(ctx: Ctx): Promise<string[]> {
  return [
    ...(await listed(
      ctx,
      'overfull',
      sql`SELECT w.agent_id, w.class, sum(w.weight) AS load FROM work_items w
      JOIN agents a ON a.org_id = w.org_id AND a.person_id = w.agent_id WHERE w.done_at IS NULL GROUP BY w.agent_id, w.class,
      a.capacity_real_time, a.capacity_deferred
      HAVING sum(w.weight) > CASE w.class WHEN 'real_time' THEN a.capacity_real_time ELSE a.capacity_deferred END`,
    )),
    ...(await listed(
      ctx,
      'twice',
      sql`SELECT conversation_id, count(*) FROM work_items WHERE done_at IS NULL
      GROUP BY conversation_id HAVING count(*) > 1`,
    )),
    ...(await listed(
      ctx,
      'history',
      sql`SELECT a.item_id, a.what, b.what FROM work_spells a JOIN work_spells b
      ON b.org_id = a.org_id AND b.item_id = a.item_id AND b.id <> a.id AND a.what <> 'wrap_up' AND b.what <> 'wrap_up'
      AND tstzrange(a.from_at, a.to_at) && tstzrange(b.from_at, b.to_at)`,
    )),
    ...(await listed(
      ctx,
      'now',
      sql`SELECT w.id, w.state, s.what, w.agent_id, s.agent_id AS theirs FROM work_items w
      LEFT JOIN work_spells s ON s.org_id = w.org_id AND s.item_id = w.id AND s.to_at IS NULL
      WHERE w.done_at IS NULL AND (s.what IS DISTINCT FROM w.state OR s.agent_id IS DISTINCT FROM w.agent_id)`,
    )),
    ...(await listed(
      ctx,
      'assignee',
      sql`SELECT w.id, w.state, w.agent_id, c.assignee_id FROM work_items w
      JOIN conversations c ON c.org_id = w.org_id AND c.id = w.conversation_id
      WHERE w.done_at IS NULL AND w.state IN ('active', 'paused') AND c.assignee_id IS DISTINCT FROM w.agent_id`,
    )),
  ];
}

/** Said once more from the rows alone: who waits beside a free agent who may take it and was not asked before. */
const idleIn = (ctx: Ctx): Promise<string[]> =>
  listed(
    ctx,
    'idle',
    sql`SELECT w.id, a.person_id FROM work_items w
    JOIN agent_queues q ON q.org_id = w.org_id AND q.queue_id = w.queue_id
    JOIN agents a ON a.org_id = q.org_id AND a.person_id = q.person_id
    WHERE w.done_at IS NULL AND w.state = 'waiting' AND a.presence = 'available' AND a.wrap_until IS NULL
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(w.tried) t WHERE t->>'agent' = a.person_id::text)
      AND (w.preferred_id IS NULL OR w.preferred_id = a.person_id)
      AND NOT EXISTS (SELECT FROM work_items h WHERE h.org_id = a.org_id AND h.agent_id = a.person_id AND h.done_at IS NULL
        AND (h.class = 'real_time' OR w.class = 'real_time' AND h.class = 'real_time'))
      AND (w.class = 'real_time' OR (SELECT count(*) FROM work_items h WHERE h.org_id = a.org_id AND h.agent_id = a.person_id
        AND h.done_at IS NULL AND h.class = 'deferred') < a.capacity_deferred)`,
  );

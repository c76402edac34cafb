import { expect, vi } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { Failure } from '../../kernel/errors.ts';
import { soon } from '../../kernel/testing/patience.ts';
import { addTalk, type Talk } from '../conversations/factories.ts';
import { assignConversation, changeStatus } from '../conversations/index.ts';
import { choosePresence } from './agents/choose-presence.ts';
import { askHandOver } from './hand-over/ask-hand-over.ts';
import { cancelHandOver } from './hand-over/cancel-hand-over.ts';
import { type ItemRow, isHandOver } from './rows/item.ts';
import { chance } from './testing-chance.ts';
import { answers, inboxOf, openRoutedHouse, type RoutedHouse, writesAgain } from './testing-house.ts';
import { idleIn, overlapsIn, wrongsIn } from './testing-judge.ts';
import { regroupings } from './testing-regroupings.ts';
import { startRouters } from './testing-routers.ts';
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
  /** In the end nothing is wrong in the rows, and no work waits though somebody who may take it is free. */
  ends(): Promise<void>;
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
  queues: string[];
  talks: Talk[];
  pick: <T>(list: readonly T[]) => T | undefined;
};

/** `regroups`: conversations are merged, split and put back as well. */
export async function openRaces(seed: number, { atOnce = 6, regroups = false } = {}): Promise<Races> {
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
  const field: Field = { house, agents, inboxes, queues: [chat, mail], talks: [], pick };
  const routers = await startRouters(house);
  const wrongs = () =>
    house.desk.as(null, async (ctx) => [...(await wrongsIn(ctx)), ...(await overlapsIn(ctx))]);
  const idle = () => house.desk.as(null, idleIn);
  const actions = Object.values({ ...actionsOf(field), ...(regroups ? regroupings(field) : {}) });
  return {
    ...{ house, agents },
    round: async () => {
      const some = Array.from({ length: atOnce }, () => pick(actions)?.() ?? Promise.resolve());
      if (random() < 0.05) some.push(routers.again(random() < 0.5 ? 0 : 1));
      house.pass(Math.floor(random() * 3000));
      await Promise.all(some.map(forgive));
      return some.length;
    },
    wrongs,
    ends: () => vi.waitFor(async () => expect([...(await wrongs()), ...(await idle())]).toEqual([]), soon),
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

type Actions = Record<string, () => Promise<unknown>>;

type Hands = {
  anItem(...states: string[]): Promise<ItemRow | undefined>;
  by(id: string | null): PersonActor | undefined;
};

const handsOf = ({ house, agents, pick }: Field): Hands => ({
  anItem: async (...states) => pick((await house.items()).filter(({ state }) => states.includes(state))),
  by: (id) => agents.find((one) => one.id === id),
});

const actionsOf = (field: Field): Actions => ({
  ...talks(field),
  ...commands(field),
  ...handOvers(field),
  ...presences(field),
});

/** What customers and those who lead do. */
function talks({ house, agents, inboxes, talks, pick, ...field }: Field): Actions {
  const { desk, boss } = house;
  const { anItem, by } = handsOf({ house, agents, inboxes, talks, pick, ...field });
  const arrive = async (): Promise<void> => {
    const talk = await addTalk(desk, pick(inboxes) as string);
    talks.push(talk);
  };
  const resolve = async (): Promise<void> => {
    const conversationId = (await anItem('active', 'paused', 'waiting'))?.conversation_id;
    if (conversationId)
      await desk.as(boss, (ctx) => changeStatus(ctx, { conversationId, status: 'resolved' }));
  };
  return {
    ...{ arrive, arriveToo: arrive, resolve, resolveToo: resolve },
    assign: async () => {
      const [talk, to] = [pick(talks.slice(-40)), pick([...agents, null])];
      const assigneeId = to?.id ?? null;
      if (talk)
        await desk.as(boss, (ctx) => assignConversation(ctx, { conversationId: talk.id, assigneeId }));
    },
    answer: async () => {
      const item = await anItem('active');
      const talk = talks.find(({ id }) => id === item?.conversation_id);
      const person = by(item?.agent_id ?? null);
      if (talk && person) await answers(house, talk, person);
    },
    again: async () => {
      const talk = pick(talks.slice(-40));
      if (talk) await writesAgain(house, talk);
    },
  };
}

/** What agents do with work. */
function commands(field: Field): Actions {
  const { house, agents, pick } = field;
  const { desk } = house;
  const { anItem, by } = handsOf(field);
  const accept = async (who?: PersonActor): Promise<void> => {
    const item = await anItem('offered');
    const person = who ?? by(item?.agent_id ?? null);
    if (item && person) await desk.as(person, (ctx) => acceptWork(ctx, { params: { id: item.id } }));
  };
  return {
    accept: () => accept(),
    acceptToo: () => accept(),
    acceptWrongly: () => accept(pick(agents)),
    decline: async () => {
      const item = await anItem('offered');
      const person = by(item?.agent_id ?? null);
      const body = { reason: '' };
      if (item && person) await desk.as(person, (ctx) => declineWork(ctx, { params: { id: item.id }, body }));
    },
    pull: async () => {
      const [item, person] = [await anItem('waiting', 'offered'), pick(agents)];
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
  };
}

/** Who asks to be relieved, and how that ends. */
function handOvers(field: Field): Actions {
  const { house, agents, queues, pick } = field;
  const { desk } = house;
  const { anItem, by } = handsOf(field);
  const asked = async (): Promise<ItemRow | undefined> =>
    pick((await house.items()).filter((item) => isHandOver(item) && item.state !== 'done'));
  const ask = async (): Promise<void> => {
    const item = await anItem('active', 'paused');
    const [person, to, queueId] = [by(item?.agent_id ?? null), pick(agents), pick(queues)];
    if (!item?.conversation_id || !person) return;
    const whom = pick([true, true, false]) && to ? { agentId: to.id } : { queueId };
    const body = { ...whom, note: 'x', introduce: pick([true, false]) ?? false };
    await desk.as(person, (ctx) => askHandOver(ctx, { params: { id: item.conversation_id ?? '' }, body }));
  };
  const accept = async (): Promise<void> => {
    const item = await asked();
    const person = by(item?.agent_id ?? null);
    if (item && person) await desk.as(person, (ctx) => acceptWork(ctx, { params: { id: item.id } }));
  };
  return {
    ...{ ask, askToo: ask, askMore: ask, relieve: accept, relieveToo: accept },
    takeBack: async () => {
      const item = await asked();
      const person = by(item?.left_by ?? null);
      const params = { id: item?.conversation_id ?? '' };
      if (item && person) await desk.as(person, (ctx) => cancelHandOver(ctx, { params }));
    },
    takeOverAsked: async () => {
      const [item, person] = [await asked(), pick(agents)];
      if (item && person) await desk.as(person, (ctx) => takeOverWork(ctx, { params: { id: item.id } }));
    },
  };
}

/** Who comes and goes. */
function presences({ house, agents, pick }: Field): Actions {
  const come = async (): Promise<void> => house.online(pick(agents) as PersonActor);
  return {
    ...{ come, comeToo: come },
    leave: async () => house.offline(pick(agents) as PersonActor),
    choose: async () => {
      const person = pick(agents) as PersonActor;
      const state = pick(['available', 'available', 'away'] as const) ?? 'available';
      await house.desk.as(person, (ctx) => choosePresence(ctx, { body: { state, reasonId: null } }));
    },
  };
}

import { QueueSettings } from '@meada/contract/routing';
import { sql } from 'kysely';
import { vi } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Tail } from '../../kernel/events/tail.ts';
import { joinRoster, type Roster } from '../../kernel/live/roster.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../conversations/factories.ts';
import { setAgent } from './agents/set-agent.ts';
import { routedAssignments } from './assignments.ts';
import { createQueue } from './queues/create-queue.ts';
import { columns, type ItemRow, isHandOver } from './rows/item.ts';
import { startRouting } from './runner/start-routing.ts';
import type { TaskWords } from './task-work/words.ts';
import type { TellingPace } from './waits/teller.ts';

/** A house in which the router runs on real rows, with a clock that the test moves and people who come and go. */
export type RoutedHouse = {
  desk: Desk;
  boss: PersonActor;
  roster: Roster;
  /** Begins the router, as after a start of the process. */
  start(): void;
  /** Ends it, as a process that is killed does: nothing is said to anybody. */
  crash(): Promise<void>;
  /** Lets time pass, for the wall clock and the router's own. */
  pass(ms: number): void;
  /** Sets the wall clock forth or back, as an operator does. */
  jump(ms: number): void;
  online(person: PersonActor): void;
  offline(person: PersonActor): void;
  queue(name: string, settings?: Partial<QueueSettings>, inboxIds?: string[]): Promise<string>;
  agent(name: string, queueIds: string[], over?: AgentOver): Promise<PersonActor>;
  items(): Promise<ItemRow[]>;
  itemOf(talk: Talk): Promise<ItemRow | undefined>;
  /** What is asked of somebody in it. */
  askOf(talk: Talk): Promise<ItemRow | undefined>;
  close(): Promise<void>;
};

type AgentOver = {
  realTime?: number;
  deferred?: number;
  skills?: { skillId: string; level: number }[];
  role?: 'agent' | 'supervisor';
  visibility?: 'all' | 'team' | 'assigned';
};

export const soon = { timeout: 8000, interval: 5 };

/** `telling`: how fast those who wait are told of it, for tests of that; `taskWords`: of the module that has tasks. */
export async function openRoutedHouse(telling?: TellingPace, taskWords?: TaskWords): Promise<RoutedHouse> {
  const own = { assignments: routedAssignments, ...(taskWords ? { taskWords } : {}) };
  const desk = await openDesk(undefined, own);
  const boss = await addPerson(desk, { name: 'Bento', role: 'supervisor' });
  const { kernel, clock, orgId } = desk;
  const roster = joinRoster(kernel.bus, kernel.ids.uuid());
  let [mono, running]: [number, Tail | null] = [0, null];
  const keyOf = (person: PersonActor): string => `person ${orgId} ${person.id}`;
  const poke = (): void => roster.put(`person ${orgId} ${kernel.ids.uuid()}`, { away: false, since: mono });
  const start = (): void => {
    const pace = { settleMs: 15_000, ...(telling ? { telling } : {}) };
    running = startRouting(kernel, { roster, monotonic: () => mono, ...pace });
  };
  const items = (): Promise<ItemRow[]> => itemsIn(desk);
  return {
    ...{ desk, boss, roster, start, items },
    crash: async () => {
      await running?.stop();
      running = null;
    },
    pass: (ms) => {
      clock.advance(ms);
      mono += ms;
      poke();
    },
    jump: (ms) => {
      clock.advance(ms);
      poke();
    },
    online: (person) => roster.put(keyOf(person), { away: false, since: 0 }),
    offline: (person) => roster.put(keyOf(person), null),
    queue: async (name, settings = {}, inboxIds = []) => {
      const given = QueueSettings.parse({ wrapUpSeconds: 0, ...settings });
      const attended = { hoursId: null, afterHoursId: null, awayMessage: '' };
      const body = { name, teamId: null, isDefault: false, inboxIds, ...attended, settings: given };
      return (await desk.as(boss, (ctx) => createQueue(ctx, { body }))).id;
    },
    agent: (name, queueIds, over) => addAgent(desk, boss, { name, queueIds, ...over }),
    ...findersOf(items),
    close: async () => {
      await running?.stop();
      roster.stop();
      await desk.close();
    },
  };
}

const itemsIn = (desk: Desk): Promise<ItemRow[]> =>
  desk.as(
    null,
    async (ctx) =>
      (await sql<ItemRow>`SELECT ${sql.raw(columns)} FROM work_items w ORDER BY w.id`.execute(ctx.db)).rows,
  );

/** The items of a conversation: its own, and what is asked of somebody in it. */
const findersOf = (items: () => Promise<ItemRow[]>): Pick<RoutedHouse, 'itemOf' | 'askOf'> => ({
  itemOf: async (talk) =>
    (await items()).findLast((item) => item.conversation_id === talk.id && !isHandOver(item)),
  askOf: async (talk) =>
    (await items()).find(
      (item) => item.conversation_id === talk.id && isHandOver(item) && item.state !== 'done',
    ),
});

async function addAgent(
  desk: Desk,
  boss: PersonActor,
  given: AgentOver & { name: string; queueIds: string[] },
): Promise<PersonActor> {
  const { name, queueIds, realTime = 1, deferred = 2, skills = [], role, visibility } = given;
  const person = await addPerson(desk, {
    name,
    ...(role ? { role } : {}),
    ...(visibility ? { visibility } : {}),
  });
  const body = { capacity: { realTime, deferred }, queueIds, skills, aptitudes: [], shift: null };
  await desk.as(boss, (ctx) => setAgent(ctx, { params: { id: person.id }, body }));
  return person;
}

/** Waits until an item stands so. */
export async function becomes(
  house: RoutedHouse,
  talk: Talk,
  want: Partial<Pick<ItemRow, 'state' | 'agent_id' | 'queue_id' | 'class'>>,
): Promise<ItemRow> {
  let item: ItemRow | undefined;
  await vi.waitFor(async () => {
    item = await house.itemOf(talk);
    for (const [name, value] of Object.entries(want))
      if (item?.[name as 'state'] !== value)
        throw new Error(`${name} is ${item?.[name as 'state']}, not ${value}`);
  }, soon);
  return item as ItemRow;
}

/** A customer who writes into an inbox. */
export const writes = (
  house: RoutedHouse,
  inboxId: string,
  given: Parameters<typeof addTalk>[2] = {},
): Promise<Talk> => addTalk(house.desk, inboxId, given);

/** The same customer writes once more. */
export const writesAgain = (house: RoutedHouse, talk: Talk): Promise<void> =>
  house.desk.as(null, async (ctx: Ctx) => {
    await sql`UPDATE conversations SET waiting_since = coalesce(waiting_since, ${ctx.clock.now()}), status = 'open',
      last_seq = last_seq + 1 WHERE org_id = ${ctx.orgId} AND id = ${talk.id}`.execute(ctx.db);
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: talk.id, what: ['message'] } });
  });

/** Somebody answers, as far as routing sees it. */
export const answers = (house: RoutedHouse, talk: Talk, person: PersonActor): Promise<void> =>
  house.desk.as(person, async (ctx: Ctx) => {
    await sql`UPDATE conversations SET waiting_since = NULL, assignee_id = coalesce(assignee_id, ${person.id})
      WHERE org_id = ${ctx.orgId} AND id = ${talk.id}`.execute(ctx.db);
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: talk.id, what: ['message'] } });
  });

export const inboxOf = (house: RoutedHouse, channel: string): Promise<string> =>
  addInbox(house.desk, channel);

import { sql } from 'kysely';
import { afterAll, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { Failure } from '../../../kernel/errors.ts';
import type { Talk } from '../../conversations/factories.ts';
import { assignConversation, changeStatus } from '../../conversations/index.ts';
import { listAgents } from '../agents/list-agents.ts';
import { chance } from '../testing-chance.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, soon, writes } from '../testing-house.ts';
import { handOverEnds, wrongsIn } from '../testing-judge.ts';
import { acceptWork } from '../work/accept-work.ts';
import { declineWork } from '../work/decline-work.ts';
import { releaseWork } from '../work/release-work.ts';
import { takeOverWork } from '../work/take-over-work.ts';
import { askHandOver } from './ask-hand-over.ts';
import { cancelHandOver } from './cancel-hand-over.ts';

let house: RoutedHouse;
afterAll(() => house.close());

type Round = { talk: Talk; item: string; ask: string; ana: PersonActor; bia: PersonActor; caio: PersonActor };

/** All that may happen while Bia is asked to take over what Ana has. */
const acts = {
  accept: ({ ask, bia }: Round) => house.desk.as(bia, (ctx) => acceptWork(ctx, { params: { id: ask } })),
  acceptAgain: ({ ask, bia }: Round) => house.desk.as(bia, (ctx) => acceptWork(ctx, { params: { id: ask } })),
  acceptByAnother: ({ ask, caio }: Round) =>
    house.desk.as(caio, (ctx) => acceptWork(ctx, { params: { id: ask } })),
  decline: ({ ask, bia }: Round) =>
    house.desk.as(bia, (ctx) => declineWork(ctx, { params: { id: ask }, body: { reason: '' } })),
  cancel: ({ talk, ana }: Round) =>
    house.desk.as(ana, (ctx) => cancelHandOver(ctx, { params: { id: talk.id } })),
  takeOver: ({ item, caio }: Round) =>
    house.desk.as(caio, (ctx) => takeOverWork(ctx, { params: { id: item } })),
  takeOverAsked: ({ ask, caio }: Round) =>
    house.desk.as(caio, (ctx) => takeOverWork(ctx, { params: { id: ask } })),
  release: ({ item, ana, caio }: Round) =>
    house.desk.as(ana, (ctx) =>
      releaseWork(ctx, { params: { id: item }, body: { agentId: caio.id, note: '' } }),
    ),
  assign: ({ talk, caio }: Round) =>
    house.desk.as(house.boss, (ctx) =>
      assignConversation(ctx, { conversationId: talk.id, assigneeId: caio.id }),
    ),
  resolve: ({ talk, ana }: Round) =>
    house.desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: talk.id, status: 'resolved' })),
  askAgain: ({ talk, ana, caio }: Round) =>
    house.desk.as(ana, (ctx) =>
      askHandOver(ctx, {
        params: { id: talk.id },
        body: { agentId: caio.id, note: '', introduce: false },
      }),
    ),
};

type People = Pick<Round, 'ana' | 'bia' | 'caio'>;

async function people(queue: string): Promise<People> {
  const over = { role: 'supervisor', realTime: 1 } as const;
  const ana = await house.agent('Ana', [queue], over);
  const bia = await house.agent('Bia', [queue], over);
  const caio = await house.agent('Caio', [queue], over);
  for (const person of [ana, bia, caio]) house.online(person);
  await vi.waitFor(async () => {
    const { items } = await house.desk.as(house.boss, (ctx) => listAgents(ctx));
    expect(items.map(({ presence }) => presence)).toEqual(['available', 'available', 'available']);
  }, soon);
  return { ana, bia, caio };
}

/** Ana has what a customer wrote, and asks Bia to take it over. */
async function begin(inboxId: string, { ana, bia, caio }: People, introduce: boolean): Promise<Round> {
  const talk = await writes(house, inboxId);
  const item = (await becomes(house, talk, { state: 'waiting' })).id;
  const assigneeId = ana.id;
  await house.desk.as(house.boss, (ctx) => assignConversation(ctx, { conversationId: talk.id, assigneeId }));
  const params = { id: talk.id };
  const body = { agentId: bia.id, note: '', introduce };
  const ask = (await house.desk.as(ana, (ctx) => askHandOver(ctx, { params, body }))).id;
  return { talk, item, ask, ana, bia, caio };
}

/** What is over is handed to nobody any more; then nobody has anything. */
async function end({ talk }: Round, chosen: string): Promise<void> {
  expect(await house.desk.as(null, wrongsIn), chosen).toEqual([]);
  expect(await codesOf(talk), chosen).not.toMatch(/resolved.*handed_over/);
  const conversationId = talk.id;
  await house.desk.as(house.boss, (ctx) => changeStatus(ctx, { conversationId, status: 'resolved' }));
  await vi.waitFor(async () => {
    expect(await house.askOf(talk)).toBeUndefined();
    expect((await house.itemOf(talk))?.state).toBe('done');
  }, soon);
}

it('whatever happens at once to a hand-over, one has the conversation in the end, by somebody’s right', async () => {
  house = await openRoutedHouse();
  house.start();
  const random = chance(20_261_114);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const inboxId = await inboxOf(house, 'chat');
  const three = await people(await house.queue('Casa', { mode: 'pull', missedMost: null }, [inboxId]));
  const names = Object.keys(acts) as (keyof typeof acts)[];
  const won: string[] = [];
  for (let nth = 0; nth < 90; nth += 1) {
    const round = await begin(inboxId, three, nth % 3 === 0);
    const first = pick(['accept', 'takeOverAsked', 'decline'] as const);
    const chosen = [first, ...Array.from({ length: 4 }, () => pick(names))];
    await Promise.all(chosen.map((name) => tried(acts[name](round), () => won.push(name))));
    await end(round, chosen.join(', '));
  }
  const ends = await house.desk.as(null, handOverEnds);
  const taking = ['accept', 'acceptAgain', 'acceptByAnother', 'takeOverAsked'];
  expect(ends.accepted).toBe(won.filter((name) => taking.includes(name)).length);
  expect(ends.accepted).toBeGreaterThan(10);
  // Which of them comes first is the machine's to say: each has to have come at all.
  for (const end of ['declined', 'cancelled', 'overtaken']) expect(ends[end], end).toBeGreaterThan(0);
}, 120_000);

/** Being too late, too full or not allowed is what races are about. */
async function tried(action: Promise<unknown>, done: () => void): Promise<void> {
  try {
    await action;
    done();
  } catch (error) {
    if (!(error instanceof Failure) || error.status >= 500) throw error;
  }
}

/** What the thread tells, in order. */
const codesOf = (talk: Talk): Promise<string> =>
  house.desk.as(null, async (ctx) => {
    const { rows } = await sql<{
      code: string;
    }>`SELECT coalesce(content ->> 'code', '') || coalesce(content -> 'values' ->> 'status', '') AS code
      FROM messages WHERE conversation_id = ${talk.id} ORDER BY seq`.execute(ctx.db);
    return rows.map(({ code }) => code).join(' ');
  });

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

it('whatever happens at once to a hand-over, one has the conversation in the end, by somebody’s right', async () => {
  house = await openRoutedHouse();
  house.start();
  const random = chance(20_261_114);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const inboxId = await inboxOf(house, 'chat');
  const queue = await house.queue('Casa', { mode: 'pull', missedMost: null }, [inboxId]);
  const [ana, bia, caio] = await Promise.all(
    ['Ana', 'Bia', 'Caio'].map((name) => house.agent(name, [queue], { role: 'supervisor', realTime: 1 })),
  );
  if (!ana || !bia || !caio) throw new Error('nobody');
  for (const person of [ana, bia, caio]) house.online(person);
  await vi.waitFor(async () => {
    const { items } = await house.desk.as(house.boss, (ctx) => listAgents(ctx));
    expect(items.map(({ presence }) => presence)).toEqual(['available', 'available', 'available']);
  }, soon);
  const names = Object.keys(acts) as (keyof typeof acts)[];
  const won = new Map<string, number>();
  for (let nth = 0; nth < 90; nth += 1) {
    const talk = await writes(house, inboxId);
    const item = (await becomes(house, talk, { state: 'waiting' })).id;
    await house.desk.as(house.boss, (ctx) =>
      assignConversation(ctx, { conversationId: talk.id, assigneeId: ana.id }),
    );
    const params = { id: talk.id };
    const body = { agentId: bia.id, note: '', introduce: nth % 3 === 0 };
    const ask = (await house.desk.as(ana, (ctx) => askHandOver(ctx, { params, body }))).id;
    const round = { talk, item, ask, ana, bia, caio };
    const chosen = [
      pick(['accept', 'takeOverAsked', 'decline'] as const),
      ...Array.from({ length: 4 }, () => pick(names)),
    ];
    await Promise.all(
      chosen.map((name) =>
        tried(
          () => acts[name](round),
          () => won.set(name, (won.get(name) ?? 0) + 1),
        ),
      ),
    );
    expect(await house.desk.as(null, wrongsIn), chosen.join(', ')).toEqual([]);
    // What is over is handed to nobody any more.
    expect(await codesOf(talk), chosen.join(', ')).not.toMatch(/resolved.*handed_over/);
    await house.desk.as(house.boss, (ctx) =>
      changeStatus(ctx, { conversationId: talk.id, status: 'resolved' }),
    );
    await vi.waitFor(async () => {
      expect(await house.askOf(talk)).toBeUndefined();
      expect((await house.itemOf(talk))?.state).toBe('done');
    }, soon);
  }
  const ends = await house.desk.as(null, handOverEnds);
  expect(ends.accepted).toBe(
    (won.get('accept') ?? 0) +
      (won.get('acceptAgain') ?? 0) +
      (won.get('acceptByAnother') ?? 0) +
      (won.get('takeOverAsked') ?? 0),
  );
  expect(ends.accepted).toBeGreaterThan(10);
  for (const end of ['declined', 'cancelled', 'overtaken']) expect(ends[end], end).toBeGreaterThan(3);
}, 120_000);

/** Being too late, too full or not allowed is what races are about. */
async function tried(action: () => Promise<unknown>, done: () => void): Promise<void> {
  try {
    await action();
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

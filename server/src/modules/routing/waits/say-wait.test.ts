import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { Talk } from '../../conversations/factories.ts';
import { changeStatus } from '../../conversations/index.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, soon, writes } from '../testing-house.ts';
import { pullWork } from '../work/pull-work.ts';

/** On channels of messages who waits is told once, and once more when it takes longer; nobody else. */
let house: RoutedHouse;
let ana: PersonActor;
let inboxId = '';
const minute = 60_000;
beforeAll(async () => {
  house = await openRoutedHouse({ afterMs: 2000, leastMs: 10, mostMs: 60 });
  house.start();
  inboxId = await inboxOf(house, 'chat');
  const letters = await inboxOf(house, 'letter');
  const queueId = await house.queue('Vendas', { mode: 'pull', silentSeconds: null }, [inboxId, letters]);
  ana = await house.agent('Ana', [queueId], { realTime: 20 });
  house.online(ana);
});
afterAll(() => house.close());

const said = (talk: Talk): Promise<{ text: string; purpose: string; visibility: string }[]> =>
  house.desk.as(null, async (ctx) => {
    const { rows } = await sql<{ text: string; purpose: string; visibility: string }>`
      SELECT m.content ->> 'text' AS text, m.purpose, m.visibility FROM messages m WHERE m.org_id = ${ctx.orgId}
        AND m.conversation_id = ${talk.id} AND m.author_kind = 'system' AND m.content ->> 'kind' = 'text'
      ORDER BY m.seq`.execute(ctx.db);
    return rows;
  });
const toldOf = (talk: Talk) =>
  house.desk.as(null, (ctx) =>
    ctx.db.selectFrom('told_waits').selectAll().where('conversation_id', '=', talk.id).execute(),
  );
const isTold = (talk: Talk, want: object) =>
  vi.waitFor(async () => expect(await toldOf(talk)).toMatchObject([want]), soon);

async function serve(talk: Talk): Promise<void> {
  const item = await becomes(house, talk, { state: 'waiting' });
  await house.desk.as(ana, (ctx) => pullWork(ctx, { params: { id: item.id } }));
  await house.desk.as(house.boss, (ctx) =>
    changeStatus(ctx, { conversationId: talk.id, status: 'resolved' }),
  );
}

it('says nothing while nobody can know, then place and interval once, then that it takes longer', async () => {
  const first: Talk[] = [];
  for (let n = 0; n < 8; n += 1) {
    first.push(await writes(house, inboxId));
    house.pass(10);
  }
  for (const one of first) await becomes(house, one, { state: 'waiting' });
  house.pass(3000);
  await isTold(first[7] as Talk, { position: 8, high: null });
  for (const one of first.slice(0, 6)) {
    house.pass(5 * minute);
    await serve(one);
  }
  const [next, last] = first.slice(6) as [Talk, Talk];
  house.pass(3000);
  await vi.waitFor(async () => expect(await said(last)).toHaveLength(1), soon);
  const [word] = await said(last);
  expect(word).toMatchObject({ purpose: 'service', visibility: 'private' });
  expect(word?.text).toMatch(/^Você é o [2-4]º da fila\. A espera deve ser de \d+ a \d+ minutos\./);
  // The place changes, the message is not repeated.
  house.pass(5 * minute);
  await serve(next);
  await isTold(last, { position: 1, messages: 1 });
  const high = (await toldOf(last))[0]?.promised_high ?? 0;
  house.pass((high + 1) * minute);
  await vi.waitFor(async () => expect(await said(last)).toHaveLength(2), soon);
  expect((await said(last))[1]?.text).toContain('está demorando mais do que dissemos');
  house.pass(60 * minute);
  house.pass(60 * minute);
  await new Promise((done) => setTimeout(done, 300));
  expect(await said(last)).toHaveLength(2);
  // The wait goes on as it was: nobody has answered.
  const row = await house.desk.as(null, (ctx) =>
    ctx.db.selectFrom('conversations').select('waiting_since').where('id', '=', last.id).executeTakeFirst(),
  );
  expect(row?.waiting_since).not.toBeNull();
  await serve(last);
  await vi.waitFor(async () => expect((await toldOf(last))[0]?.ended).toBe('begun'), soon);
}, 60_000);

it('what is not real-time is told nothing', async () => {
  const letter = await writes(house, await inboxOf(house, 'letter'));
  house.pass(10 * minute);
  await new Promise((done) => setTimeout(done, 200));
  expect(await toldOf(letter)).toEqual([]);
  expect(await said(letter)).toEqual([]);
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { changeStatus } from '../../conversations/index.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, writes } from '../testing-house.ts';

let house: RoutedHouse;
let ana: PersonActor;
let bia: PersonActor;
let inboxId: string;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
  inboxId = await inboxOf(house, 'chat');
  const queueId = await house.queue('Balcão', { mode: 'assign', preferredSeconds: 60 }, [inboxId]);
  [ana, bia] = [await house.agent('Ana', [queueId]), await house.agent('Bia', [queueId])];
});
afterAll(() => house.close());

/** A new matter of somebody. */
const comes = (caller?: Parameters<typeof writes>[2]) => writes(house, inboxId, caller);
const resolves = (id: string, person: PersonActor) =>
  house.desk.as(person, (ctx) => changeStatus(ctx, { conversationId: id, status: 'resolved' }));

it('a new matter of a customer goes to who had the last one, and to another only when they stay busy', async () => {
  house.online(bia);
  const first = await comes();
  await becomes(house, first, { state: 'active', agent_id: bia.id });
  await resolves(first.id, bia);
  await becomes(house, first, { state: 'done' });
  // Ana is free for longer.
  house.online(ana);
  house.pass(60 * 60_000);
  const second = await comes({ caller: first });
  await becomes(house, second, { state: 'active', agent_id: bia.id });
  // Somebody nobody knows goes to who is free, and takes Bia's place from nobody.
  const stranger = await comes();
  expect(await becomes(house, stranger, { state: 'active', agent_id: ana.id })).toMatchObject({
    preferred_id: null,
  });
  await resolves(stranger.id, ana);
  await becomes(house, stranger, { state: 'done' });
  // Bia is busy: it is kept for her, for the queue's minute.
  const third = await comes({ caller: first });
  expect(await becomes(house, third, { state: 'waiting' })).toMatchObject({ preferred_id: bia.id });
  house.pass(61_000);
  await becomes(house, third, { state: 'active', agent_id: ana.id });
});

it('also when the records of the customer have been merged; who left the firm is not waited for', async () => {
  for (const talk of await open())
    await resolves(talk.conversation_id ?? '', talk.agent_id === ana.id ? ana : bia);
  house.offline(ana);
  const one = await comes();
  await becomes(house, one, { state: 'active', agent_id: bia.id });
  await resolves(one.id, bia);
  await becomes(house, one, { state: 'done' });
  house.online(ana);
  house.pass(60 * 60_000);
  const other = await house.desk.as(null, async (ctx) => {
    const { rows } = await sql<{ id: string }>`SELECT id FROM customers WHERE org_id = ${ctx.orgId}
      AND id <> ${one.customerId} LIMIT 1`.execute(ctx.db);
    return rows[0]?.id ?? '';
  });
  expect(other).not.toBe('');
  await house.desk.as(null, async (ctx) => {
    await sql`UPDATE customers SET canonical_id = ${one.customerId} WHERE org_id = ${ctx.orgId} AND id = ${other}`.execute(
      ctx.db,
    );
  });
  const next = await comes({ caller: { ...one, customerId: other } });
  await becomes(house, next, { state: 'active', agent_id: bia.id });
  await resolves(next.id, bia);
  await becomes(house, next, { state: 'done' });
  await house.desk.as(null, async (ctx) => {
    await sql`UPDATE agents SET active = false WHERE org_id = ${ctx.orgId} AND person_id = ${bia.id}`.execute(
      ctx.db,
    );
  });
  const last = await comes({ caller: one });
  await becomes(house, last, { state: 'active', agent_id: ana.id });
});

const open = async () => (await house.items()).filter(({ state }) => state === 'active');

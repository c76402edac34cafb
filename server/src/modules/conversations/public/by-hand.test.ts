import { randomUUID } from 'node:crypto';
import type { Inbound, InboundMessage } from '@meada/contract/channels';
import type { PublicMatter, WrittenDown } from '@meada/contract/public';
import type { Message } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addInbox, addPerson, type Desk, eventsOf, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { presentConversations } from '../presenter.ts';
import { retryDispatch } from '../retry-dispatch.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { readMessages } from '../views/messages.ts';
import { discardByHand } from './discard-by-hand.ts';
import { publishByHand } from './publish-by-hand.ts';
import { listDuties } from './views.ts';
import { warnDuties } from './warn-duties.ts';
import { writeDown } from './write-down.ts';

/** A notice board: nothing goes out by itself. */
const board: ChannelPlugin = {
  ...paperChannel('board', { public: { byHand: true }, startsConversation: false }),
  send: async (message) => ({ state: 'by_hand', externalId: `shown-${message.messageId}` }),
  writtenDown: (said) => {
    const item: InboundMessage = {
      kind: 'message',
      externalId: said.clientId,
      at: '2026-03-02T12:00:00.000Z',
      from: { kind: 'line', value: said.reference ?? '900', name: said.customer.name },
      proof: 'person',
      content: { v: 1, kind: 'text', text: said.text },
      public: { kind: 'complaint', ...(said.deadlineAt ? { deadlineAt: said.deadlineAt } : {}) },
    };
    return arrivalOf([item], said.clientId);
  },
};
const arrivalOf = (items: Inbound[], externalId: string = randomUUID()) => ({
  externalId,
  body: new TextEncoder().encode(JSON.stringify(items)),
  headers: {},
  facts: {},
});

let desk: Desk;
let ana: PersonActor;
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk([board, paperChannel('chat')]);
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'board');
});
afterAll(() => desk?.close());

const ingest = async () => {
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
};
const written = (more: Partial<WrittenDown> = {}): WrittenDown => ({
  clientId: randomUUID(),
  site: 'Mural',
  text: 'Não entregaram',
  customer: { name: 'Davi' },
  ...more,
});
async function write(said: WrittenDown, into = inboxId): Promise<void> {
  const call = { kernel: desk.kernel, actor: ana } as unknown as Parameters<typeof writeDown>[0];
  await writeDown(call, { ...said, inboxId: into });
  await ingest();
}
async function arrive(items: Inbound[]): Promise<void> {
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrivalOf(items)]);
  await ingest();
}
const says = (from: string, matter: Partial<PublicMatter>, text = 'x'): InboundMessage => ({
  kind: 'message',
  externalId: randomUUID(),
  at: desk.clock.now().toISOString(),
  from: { kind: 'line', value: from },
  proof: 'platform',
  content: { v: 1, kind: 'text', text },
  public: { kind: 'complaint', ...matter },
});
async function legOf(value: string) {
  return desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('legs')
      .innerJoin('identities', 'identities.id', 'legs.identity_id')
      .select(['legs.id', 'legs.conversation_id'])
      .where('identities.value', '=', value)
      .executeTakeFirstOrThrow(),
  );
}
const duties = async (conversationId: string) =>
  (await desk.as(ana, (ctx) => readOne(ctx, conversationId))).duties;
async function answer(value: string): Promise<Message> {
  const leg = await legOf(value);
  const sent = await desk.as(ana, (ctx) =>
    sendMessage(ctx, {
      clientId: randomUUID(),
      conversationId: leg.conversation_id,
      legId: leg.id,
      content: { v: 1, kind: 'text', text: 'Já enviamos.' },
      attachmentIds: [],
      internal: false,
    }),
  );
  await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
  return sent;
}
async function messagesOf(conversationId: string): Promise<Message[]> {
  return (await desk.as(ana, (ctx) => readMessages(ctx, conversationId, { limit: 50 }))).items;
}

test('an answer for a site without an interface is sent only when a person says that it stands there', async () => {
  const said = written({ reference: '101', deadlineAt: '2030-01-01T00:00:00.000Z' });
  await write(said);
  await write(said);
  const { conversation_id: id } = await legOf('101');
  expect(await duties(id)).toMatchObject([{ state: 'open', dueAt: '2030-01-01T00:00:00.000Z' }]);

  const sent = await answer('101');
  const waiting = (await messagesOf(id)).find((message) => message.id === sent.id);
  expect(waiting?.dispatch).toMatchObject({ state: 'by_hand', error: null });
  expect(await duties(id)).toMatchObject([{ state: 'open' }]);
  const owed = () => desk.as(ana, (ctx) => listDuties(ctx));
  expect(await owed()).toMatchObject([{ state: 'open', toPaste: true }]);

  const url = 'https://mural.example/101#resposta';
  const published = await desk.as(ana, (ctx) => publishByHand(ctx, { messageId: sent.id, url }));
  expect(published).toMatchObject({ dispatch: { state: 'sent' }, facts: { url } });
  expect(await duties(id)).toMatchObject([{ state: 'answered' }]);
  expect(await owed()).toMatchObject([{ toPaste: false }]);
  await expect(desk.as(ana, (ctx) => publishByHand(ctx, { messageId: sent.id }))).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await messagesOf(id)).filter((message) => message.author.kind === 'customer')).toHaveLength(1);
});

test('only where the channel has a form can something be written down', async () => {
  const chat = await addInbox(desk, 'chat');
  await expect(write(written(), chat)).rejects.toMatchObject({ code: 'refused' });
  await expect(write(written(), randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});

test('a rating after the answer is kept with the duty and owes nothing; a changed word does', async () => {
  const first = says('202', {});
  await arrive([first]);
  const { conversation_id: id } = await legOf('202');
  const sent = await answer('202');
  await desk.as(ana, (ctx) => publishByHand(ctx, { messageId: sent.id }));
  await arrive([says('202', { rating: 0.25, owes: false }, 'Nota 2')]);
  expect(await duties(id)).toMatchObject([{ state: 'answered', rating: 0.25 }]);
  const content = { v: 1 as const, kind: 'text' as const, text: 'Pior ainda' };
  const at = desk.clock.now().toISOString();
  const matter: PublicMatter = { kind: 'complaint', rating: 0 };
  await arrive([{ kind: 'edit', externalId: first.externalId, at, content, public: matter }]);
  expect(await duties(id)).toMatchObject([{ state: 'open', rating: 0 }]);
});

test('an answer that the site itself shows needs nobody to say so', async () => {
  await arrive([says('250', {})]);
  const { conversation_id: id } = await legOf('250');
  const sent = await answer('250');
  const shown = { ...says('250', {}), externalId: `shown-${sent.id}`, echo: true };
  await arrive([{ ...shown, to: { kind: 'line', value: '250' } }]);
  const ours = (await messagesOf(id)).filter((message) => message.author.kind === 'person');
  expect(ours).toMatchObject([{ id: sent.id, dispatch: { state: 'sent' } }]);
  expect(await duties(id)).toMatchObject([{ state: 'answered' }]);
});

test('an answer that will not be pasted is not sent, owes still, and is taken up again', async () => {
  await arrive([says('260', {})]);
  const { conversation_id: id } = await legOf('260');
  const { id: messageId } = await answer('260');
  const discard = () => desk.as(ana, (ctx) => discardByHand(ctx, { messageId }));
  expect(await discard()).toMatchObject({ dispatch: { state: 'failed', error: { code: 'discarded' } } });
  expect(await duties(id)).toMatchObject([{ state: 'open' }]);
  await expect(discard()).rejects.toMatchObject({ code: 'conflict' });
  await desk.as(ana, (ctx) => retryDispatch(ctx, { messageId }));
  await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
  const again = (await messagesOf(id)).find((message) => message.id === messageId);
  expect(again?.dispatch).toMatchObject({ state: 'by_hand', error: null });
});

test('a rating that comes with the complaint in one batch takes nothing away', async () => {
  await arrive([says('303', {}), says('303', { rating: 0.5, owes: false })]);
  expect(await duties((await legOf('303')).conversation_id)).toMatchObject([{ state: 'open', rating: 0.5 }]);
});

test('a deadline within a day is warned of once, one further away or answered is not', async () => {
  const inHours = (hours: number) => new Date(desk.clock.now().getTime() + hours * 3_600_000).toISOString();
  await arrive([says('401', { deadlineAt: inHours(30) }), says('402', { deadlineAt: inHours(30) })]);
  const answered = await answer('402');
  await desk.as(ana, (ctx) => publishByHand(ctx, { messageId: answered.id }));
  expect(await warnDuties(desk.kernel)).toBe(0);
  desk.clock.advance(7 * 3_600_000);
  expect(await warnDuties(desk.kernel)).toBe(1);
  expect(await warnDuties(desk.kernel)).toBe(0);
  const { conversation_id: id } = await legOf('401');
  const notes = (await messagesOf(id)).filter((message) => message.visibility === 'internal');
  expect(notes).toMatchObject([{ content: { code: 'public_answer_due' } }]);
  const events = await desk.as(null, (ctx) =>
    sql<{ n: number }>`SELECT count(*)::integer AS n FROM events WHERE name = 'duty.due'`.execute(ctx.db),
  );
  expect(events.rows[0]?.n).toBe(1);
});

test('whose business a deadline is hears of it: who has the conversation, who answers for the inbox', async () => {
  const inHours = (hours: number) => new Date(desk.clock.now().getTime() + hours * 3_600_000).toISOString();
  const [rui, eva] = [await addPerson(desk, { name: 'Rui' }), await addPerson(desk, { name: 'Eva' })];
  const nobody = async (): Promise<void> => {};
  const heard = async (key: string, setUp: (id: string) => Promise<unknown> = nobody) => {
    await arrive([says(key, { deadlineAt: inHours(20) })]);
    const { conversation_id: id } = await legOf(key);
    await setUp(id);
    const events = await eventsOf(desk, () => warnDuties(desk.kernel));
    const frames = await presentConversations(desk.kernel, events, { org: () => true, topic: () => true });
    const frame = frames.find((one) => one.name === 'duty.due');
    expect(frame?.data).toMatchObject({ conversationId: id });
    return [ana, rui, eva].map((person) => frame?.visibleTo(person));
  };
  expect(await heard('601')).toEqual([true, true, true]);
  const own = (column: string, table: string) => (id: string) =>
    desk.as(null, (ctx) =>
      ctx.client.query(`UPDATE ${table} SET ${column} = $1 WHERE id = $2`, [
        table === 'inboxes' ? eva.id : rui.id,
        table === 'inboxes' ? inboxId : id,
      ]),
    );
  expect(await heard('602', own('assignee_id', 'conversations'))).toEqual([false, true, false]);
  const both = async (id: string) => {
    await own('assignee_id', 'conversations')(id);
    await own('owner_id', 'inboxes')(id);
  };
  expect(await heard('603', both)).toEqual([false, true, true]);
  const items = await desk.as(eva, (ctx) => listDuties(ctx));
  expect(items.every((item) => item.ownerId === eva.id)).toBe(true);
  // Who answered for the inbox has left: it is everybody's again, and not nobody's.
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('members').set({ active: false }).where('id', '=', eva.id).execute(),
  );
  expect(await heard('604')).toEqual([true, true, true]);
  expect((await desk.as(ana, listDuties)).every((item) => item.ownerId === null)).toBe(true);
});

test('a deadline that was met is over: a later word has its own, and is warned of again', async () => {
  const inHours = (hours: number) => new Date(desk.clock.now().getTime() + hours * 3_600_000).toISOString();
  const first = inHours(20);
  await arrive([says('501', { deadlineAt: first })]);
  const { conversation_id: id } = await legOf('501');
  await arrive([says('501', { deadlineAt: inHours(200) })]);
  expect(await duties(id)).toMatchObject([{ dueAt: first }]);
  expect(await warnDuties(desk.kernel)).toBe(1);
  const answered = await answer('501');
  await desk.as(ana, (ctx) => publishByHand(ctx, { messageId: answered.id }));
  const second = inHours(22);
  await arrive([says('501', { deadlineAt: second })]);
  expect(await duties(id)).toMatchObject([{ state: 'open', dueAt: second }]);
  expect(await warnDuties(desk.kernel)).toBe(1);
});

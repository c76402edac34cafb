import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { receive } from '../inboxes/index.ts';
import { addCustomer, addInbox, addPerson, addTalk, type Desk, openDesk } from './factories.ts';
import { channels, paperChannel } from './factories-channels.ts';
import { storeUpload } from './files/store-upload.ts';
import { ingestOrganisation } from './ingest/worker.ts';
import { type SendInput, sendMessage } from './send-message.ts';
import { readOne } from './views/conversation.ts';
import { readMessages } from './views/messages.ts';

let desk: Desk;
let ana: PersonActor;
const inboxes: Record<string, string> = {};

beforeAll(async () => {
  desk = await openDesk([...channels, paperChannel('shy', { startsConversation: false })]);
  ana = await addPerson(desk);
  for (const channel of ['chat', 'windowed', 'letter', 'counter', 'shy'])
    inboxes[channel] = await addInbox(desk, channel);
});
afterAll(() => desk.close());

const inboxOf = (channel: string): string => inboxes[channel] ?? '';
const say = (conversationId: string, more: Partial<SendInput> = {}): SendInput => ({
  conversationId,
  clientId: randomUUID(),
  content: { v: 1, kind: 'text', text: 'Pois não' },
  internal: false,
  attachmentIds: [],
  ...more,
});
const send = (input: SendInput, actor: PersonActor = ana) => desk.as(actor, (ctx) => sendMessage(ctx, input));
const all = (id: string) => desk.as(null, (ctx) => readMessages(ctx, id, { limit: 200 }));

test('a reply goes on the leg of the last inbound, ends the wait and gives the conversation to who answers', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const message = await send(say(talk.id));
  expect(message).toMatchObject({
    seq: 2,
    legId: talk.legId,
    channel: 'chat',
    visibility: 'private',
    author: { kind: 'person', id: ana.id, name: 'Ana' },
    dispatch: { state: 'queued', error: null },
  });
  const after = await desk.as(ana, (ctx) => readOne(ctx, talk.id));
  expect(after).toMatchObject({ waitingSince: null, assigneeId: ana.id, lastSeq: 2, status: 'open' });
  expect(after.preview).toEqual({ text: 'Pois não', kind: 'text', authorKind: 'person' });
});

test('a note has no leg and no dispatch, and leaves wait and preview alone', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const note = await send(say(talk.id, { internal: true }));
  expect(note).toMatchObject({ visibility: 'internal', legId: null, channel: null, dispatch: null });
  const after = await desk.as(ana, (ctx) => readOne(ctx, talk.id));
  expect(after.waitingSince).not.toBeNull();
  expect(after).toMatchObject({ assigneeId: null, preview: { text: 'Bom dia', authorKind: 'customer' } });
  const shown = await desk.as(null, (ctx) => readMessages(ctx, talk.id, { limit: 50, customersOnly: true }));
  expect(shown.items.map((item) => item.seq)).toEqual([1]);
  await expect(send(say(talk.id, { replyToId: note.id }))).rejects.toMatchObject({ field: 'body.replyToId' });
});

test('D4: 20 concurrent copies of one clientId are one message and one dispatch', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const input = say(talk.id);
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(input)));
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  expect((await all(talk.id)).items).toHaveLength(2);
  const dispatches = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('dispatches').select('id').where('conversation_id', '=', talk.id).execute(),
  );
  expect(dispatches).toHaveLength(1);
  const caio = await addPerson(desk, { name: 'Caio' });
  await expect(send(input, caio)).rejects.toMatchObject({ code: 'conflict', field: 'body.clientId' });
});

test('seq stays gap-free under 50 concurrent mixed senders', async () => {
  const caller = await addCustomer(desk, { value: '41999990000' });
  const talk = await addTalk(desk, inboxOf('chat'), { caller });
  const inbound = async (index: number): Promise<void> => {
    const item = {
      kind: 'message',
      externalId: `in-${index}`,
      at: desk.clock.now().toISOString(),
      from: { kind: 'line', value: '41999990000' },
      proof: 'platform',
      content: { v: 1, kind: 'text', text: `Oi ${index}` },
    };
    const body = new TextEncoder().encode(JSON.stringify([item]));
    await receive(desk.kernel, { orgId: desk.orgId, inboxId: talk.inboxId }, [
      { externalId: `in-${index}`, body, headers: {}, facts: {} },
    ]);
    await ingestOrganisation(desk.kernel, desk.orgId);
  };
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      index % 5 === 0 ? inbound(index) : send(say(talk.id, { internal: index % 3 === 0 })),
    ),
  );
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  const { items } = await all(talk.id);
  expect(items.map((item) => item.seq)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1));
  const after = await desk.as(null, (ctx) => readOne(ctx, talk.id));
  expect(after.lastSeq).toBe(51);
});

test('outside the window only a template goes', async () => {
  const talk = await addTalk(desk, inboxOf('windowed'));
  desk.clock.advance(25 * 3_600_000);
  await expect(send(say(talk.id))).rejects.toMatchObject({ code: 'window_closed' });
  const template: SendInput['content'] = {
    v: 1,
    kind: 'template',
    name: 'oi',
    language: 'pt_BR',
    text: 'Oi',
    parameters: [],
  };
  await expect(send(say(talk.id, { content: template }))).resolves.toMatchObject({ seq: 2 });
  const chat = await addTalk(desk, inboxOf('counter'));
  await expect(send(say(chat.id, { content: template }))).rejects.toMatchObject({ code: 'channel_cannot' });
});

test('limits of the channel are refused with their field', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const text = 'a'.repeat(1001);
  await expect(send(say(talk.id, { content: { v: 1, kind: 'text', text } }))).rejects.toMatchObject({
    code: 'channel_cannot',
    field: 'body.content.text',
  });
  await expect(send(say(talk.id, { content: { v: 1, kind: 'text', text: ' ' } }))).rejects.toMatchObject({
    code: 'refused',
  });
  const big = await storeUpload(desk.kernel, ana, {
    received: await desk.kernel.files.receive([new TextEncoder().encode('b'.repeat(10_001))]),
    name: 'big.txt',
    voice: false,
  });
  await expect(send(say(talk.id, { attachmentIds: [big.id] }))).rejects.toMatchObject({
    code: 'channel_cannot',
    field: 'body.attachmentIds.0',
  });
});

test('LESSONS 11: a draft upload is sent by its uploader only, and once', async () => {
  const caio = await addPerson(desk, { name: 'Caio' });
  const talk = await addTalk(desk, inboxOf('chat'));
  const bytes = new TextEncoder().encode('relatório');
  const file = await storeUpload(desk.kernel, ana, {
    received: await desk.kernel.files.receive([bytes]),
    name: 'a.txt',
    voice: false,
  });
  const input = { attachmentIds: [file.id] };
  await expect(send(say(talk.id, input), caio)).rejects.toMatchObject({ field: 'body.attachmentIds.0' });
  const sent = await send(say(talk.id, input));
  expect(sent.attachments).toMatchObject([{ id: file.id, name: 'a.txt', type: 'text/plain' }]);
  await expect(send(say(talk.id, input))).rejects.toMatchObject({ field: 'body.attachmentIds.0' });
});

test('to another address of the customer opens a leg; a stranger’s address is not found', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const typed = await desk.as(null, async (ctx) => {
    const id = ctx.ids.uuid();
    await ctx.db
      .insertInto('identities')
      .values({
        org_id: ctx.orgId,
        id,
        customer_id: talk.customerId,
        kind: 'line',
        value: '4133330000',
        canonical: '4133330000',
        match_key: 'line:4133330000',
        source: 'person',
      })
      .execute();
    return id;
  });
  const to = { inboxId: inboxOf('letter'), identityId: typed };
  const sent = await send(say(talk.id, { to }));
  const after = await desk.as(null, (ctx) => readOne(ctx, talk.id));
  expect(after.legs.find((leg) => leg.id === sent.legId)).toMatchObject({
    channel: 'letter',
    usedByCustomer: false,
    proposed: false,
    joinReason: 'started_by_agent',
    identity: { id: typed, source: 'outbound' },
  });
  const shy = { inboxId: inboxOf('shy'), identityId: typed };
  await expect(send(say(talk.id, { to: shy }))).rejects.toMatchObject({ code: 'channel_cannot' });
  const stranger = await addCustomer(desk);
  const wrong = { inboxId: inboxOf('letter'), identityId: stranger.identityId };
  await expect(send(say(talk.id, { to: wrong }))).rejects.toMatchObject({ code: 'not_found' });
  const other = await addTalk(desk, inboxOf('chat'));
  await expect(send(say(talk.id, { legId: other.legId }))).rejects.toMatchObject({ code: 'not_found' });
});

test('who sees a conversation but may not reply is refused; hidden ones are not found', async () => {
  const talk = await addTalk(desk, inboxOf('chat'), { assigneeId: ana.id });
  const reader = await addPerson(desk, { name: 'Rui' });
  const mute = { ...reader, permissions: new Set(['conversations.read'] as const) };
  await expect(send(say(talk.id), mute)).rejects.toMatchObject({ code: 'forbidden' });
  const narrow = { ...reader, visibility: 'assigned' as const };
  await expect(send(say(talk.id), narrow)).rejects.toMatchObject({ code: 'not_found' });
});

test('a reply to a resolved conversation reopens nothing and ends the wait', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('conversations').set({ status: 'resolved' }).where('id', '=', talk.id).execute(),
  );
  await send(say(talk.id));
  const after = await desk.as(null, (ctx) => readOne(ctx, talk.id));
  expect(after).toMatchObject({ status: 'resolved', waitingSince: null });
});

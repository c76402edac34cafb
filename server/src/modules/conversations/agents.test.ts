import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { createOrganisation } from '../organisations/index.ts';
import { type AssignInput, assignConversation } from './assign-conversation.ts';
import { changeConversation } from './change-conversation.ts';
import { changeStatus } from './change-status.ts';
import { addCustomer, addInbox, addPerson, addTalk, addTeam, type Desk, openDesk } from './factories.ts';
import { followConversation } from './follow-conversation.ts';
import { markRead } from './mark-read.ts';
import { retryDispatch } from './retry-dispatch.ts';
import { saveDraft } from './save-draft.ts';
import { sendMessage } from './send-message.ts';
import { startConversation } from './start-conversation.ts';
import { readOne } from './views/conversation.ts';
import { readList } from './views/list.ts';
import { readMessages } from './views/messages.ts';
import { wakeSnoozed } from './wake-snoozed.ts';

let desk: Desk;
let ana: PersonActor;
let boss: PersonActor;
const inboxes: Record<string, string> = {};

beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  boss = await addPerson(desk, { name: 'Chefe', role: 'supervisor' });
  for (const channel of ['chat', 'windowed', 'letter', 'counter'])
    inboxes[channel] = await addInbox(desk, channel);
});
afterAll(() => desk.close());

const inboxOf = (channel: string): string => inboxes[channel] ?? '';
const codesOf = async (id: string): Promise<(string | null)[]> => {
  const { items } = await desk.as(null, (ctx) => readMessages(ctx, id, { limit: 200 }));
  return items.map((item) => (item.content.kind === 'system' ? item.content.code : null));
};

test('an agent takes and lays down; to others needs more; the thread tells colleagues', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const teamId = await addTeam(desk, 'Vendas');
  const assign = (actor: PersonActor, change: Omit<AssignInput, 'conversationId'>) =>
    desk.as(actor, (ctx) => assignConversation(ctx, { conversationId: talk.id, ...change }));
  await expect(assign(ana, { assigneeId: boss.id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(assign(ana, { teamId })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await assign(ana, { assigneeId: ana.id })).toMatchObject({ assigneeId: ana.id });
  expect(await assign(ana, { assigneeId: null })).toMatchObject({ assigneeId: null });
  expect(await assign(boss, { assigneeId: ana.id, teamId })).toMatchObject({ assigneeId: ana.id, teamId });
  await expect(assign(boss, { assigneeId: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
  expect(await codesOf(talk.id)).toEqual([null, 'assigned', 'unassigned', 'assigned', 'team_assigned']);
});

test('status: resolve ends the wait, snooze wakes by itself, reopen opens; doing it twice changes nothing', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const set = (status: 'open' | 'pending' | 'snoozed' | 'resolved', until?: string) =>
    desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: talk.id, status, until }));
  await expect(set('snoozed')).rejects.toMatchObject({ field: 'body.until' });
  await expect(set('snoozed', '2020-01-01T00:00:00Z')).rejects.toMatchObject({ field: 'body.until' });
  const until = new Date(desk.clock.now().getTime() + 60_000).toISOString();
  expect(await set('snoozed', until)).toMatchObject({ status: 'snoozed', snoozedUntil: until });
  expect(await wakeSnoozed(desk.kernel)).toBe(0);
  desk.clock.advance(60_000);
  expect(await wakeSnoozed(desk.kernel)).toBe(1);
  expect(await wakeSnoozed(desk.kernel)).toBe(0);
  expect(await set('resolved')).toMatchObject({ status: 'resolved', waitingSince: null, snoozedUntil: null });
  await set('resolved');
  expect(await set('open')).toMatchObject({ status: 'open' });
  expect(await codesOf(talk.id)).toEqual([null, 'snoozed', 'woken', 'resolved', 'reopened']);
});

test('subject, priority and labels change; a foreign label is refused', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const change = (more: object) =>
    desk.as(ana, (ctx) => changeConversation(ctx, { conversationId: talk.id, ...more }));
  expect(await change({ subject: 'Troca', priority: 'urgent' })).toMatchObject({
    subject: 'Troca',
    priority: 'urgent',
  });
  await expect(change({ labelIds: [randomUUID()] })).rejects.toMatchObject({ field: 'body.labelIds' });
  const label = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('labels').select('id').executeTakeFirstOrThrow(),
  );
  expect(await change({ labelIds: [label.id, label.id] })).toMatchObject({ labelIds: [label.id] });
  const found = await desk.as(ana, (ctx) => readList(ctx, { view: 'all', limit: 10, labelId: label.id }));
  expect(found.items.map((item) => item.id)).toEqual([talk.id]);
});

test('read marks only go forward unless unread is asked for; drafts and follows are one’s own', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const mark = (seq: number, unread = false) =>
    desk.as(ana, async (ctx) => {
      await markRead(ctx, { conversationId: talk.id, seq, unread });
      return (await readOne(ctx, talk.id)).readSeq;
    });
  expect(await mark(1)).toBe(1);
  expect(await mark(0)).toBe(1);
  expect(await mark(99)).toBe(1);
  expect(await mark(0, true)).toBe(0);
  const draft = { conversationId: talk.id, text: 'Já vejo', legId: talk.legId, internal: false };
  await desk.as(ana, (ctx) => saveDraft(ctx, draft));
  await desk.as(ana, (ctx) => followConversation(ctx, { conversationId: talk.id, follow: true }));
  const own = await desk.as(ana, (ctx) => readOne(ctx, talk.id));
  expect(own).toMatchObject({ draft: { text: 'Já vejo', legId: talk.legId }, followerIds: [ana.id] });
  expect((await desk.as(boss, (ctx) => readOne(ctx, talk.id))).draft).toBeNull();
  const followed = await desk.as(ana, (ctx) => readList(ctx, { view: 'following', limit: 10 }));
  expect(followed.items.map((item) => item.id)).toEqual([talk.id]);
  await desk.as(ana, (ctx) => saveDraft(ctx, { ...draft, text: ' ' }));
  expect((await desk.as(ana, (ctx) => readOne(ctx, talk.id))).draft).toBeNull();
});

test('only a failed or unknown message is sent again', async () => {
  const talk = await addTalk(desk, inboxOf('chat'));
  const message = await desk.as(ana, (ctx) =>
    sendMessage(ctx, {
      conversationId: talk.id,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text: 'Oi' },
      internal: false,
      attachmentIds: [],
    }),
  );
  const retry = () => desk.as(ana, (ctx) => retryDispatch(ctx, { messageId: message.id }));
  await expect(retry()).rejects.toMatchObject({ code: 'conflict' });
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('dispatches')
      .set({ state: 'failed', error_code: 'x' })
      .where('message_id', '=', message.id)
      .execute(),
  );
  expect((await retry()).dispatch).toMatchObject({ state: 'queued', error: null });
});

const start = (actor: PersonActor, more: object) =>
  desk.as(actor, (ctx) =>
    startConversation(ctx, {
      clientId: randomUUID(),
      inboxId: inboxOf('letter'),
      content: { v: 1, kind: 'text', text: 'Olá' },
      attachmentIds: [],
      ...more,
    }),
  );

test('starting: the customer of an address is found or made, once under copies of the request', async () => {
  const clientId = randomUUID();
  const address = { kind: 'line', value: '41988887777', name: 'Rita' };
  const copies = await Promise.all(Array.from({ length: 8 }, () => start(ana, { clientId, address })));
  expect(new Set(copies.map((copy) => copy.id)).size).toBe(1);
  expect(copies[0]).toMatchObject({
    customer: { name: 'Rita', verified: false },
    assigneeId: ana.id,
    lastSeq: 1,
    legs: [{ joinReason: 'started_by_agent', identity: { source: 'outbound', proof: 'none' } }],
    participants: [{ role: 'requester' }],
  });
  const again = await start(boss, { address });
  expect(again.customer.id).toBe(copies[0]?.customer.id);
  expect(again.id).not.toBe(copies[0]?.id);
  await expect(start(ana, { address: { kind: 'line', value: 'x' } })).rejects.toMatchObject({
    field: 'body.address.value',
  });
  await expect(start(ana, { inboxId: inboxOf('chat'), address })).rejects.toMatchObject({
    code: 'channel_cannot',
  });
  await expect(start(ana, { inboxId: inboxOf('windowed'), address })).rejects.toMatchObject({
    code: 'window_closed',
  });
  await expect(start(ana, {})).rejects.toMatchObject({ code: 'refused' });
});

test('a visit is written down without leg or dispatch, on the counter only', async () => {
  const { customerId } = await addCustomer(desk, { name: 'Davi' });
  const visit = { customerId, content: { kind: 'visit', text: 'Trocou a lâmpada', place: 'Loja 1' } };
  const made = await start(ana, { ...visit, inboxId: inboxOf('counter') });
  expect(made).toMatchObject({
    legs: [],
    preview: { kind: 'visit', text: 'Trocou a lâmpada' },
    waitingSince: null,
  });
  const { items } = await desk.as(null, (ctx) => readMessages(ctx, made.id, { limit: 10 }));
  expect(items).toMatchObject([{ content: { kind: 'visit' }, dispatch: null, author: { kind: 'person' } }]);
  await expect(start(ana, visit)).rejects.toMatchObject({ code: 'channel_cannot' });
});

test('LESSONS 37: a customer or address of another organisation is as unknown as none', async () => {
  const other = await createOrganisation(desk.kernel, { name: 'Outra' });
  const far = await addCustomer({
    ...desk,
    orgId: other.id,
    as: (_actor, work) => desk.as({ kind: 'system', id: null, orgId: other.id }, work),
  });
  for (const ids of [
    { customerId: far.customerId },
    { identityId: far.identityId },
    { customerId: randomUUID() },
  ])
    await expect(start(ana, ids)).rejects.toMatchObject({ code: 'not_found' });
});

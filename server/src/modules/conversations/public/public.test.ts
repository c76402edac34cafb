import { randomUUID } from 'node:crypto';
import type { Inbound, InboundMessage, OutboundMessage } from '@meada/contract/channels';
import type { Conversation } from '@meada/contract/routes/conversations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { changeStatus } from '../change-status.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { restoreState, stateOf } from '../restore-state.ts';
import { type SendInput, sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { readMessages } from '../views/messages.ts';
import { listDuties } from './views.ts';
import { waiveDuty } from './waive-duty.ts';

const sent: OutboundMessage[] = [];
const square: ChannelPlugin = {
  ...paperChannel('square', {
    windowHours: 24,
    public: { privateReplyHours: 168 },
    startsConversation: false,
  }),
  send: async (message) => {
    sent.push(message);
    return { state: 'sent', externalId: `ours-${message.dispatchId}` };
  },
};

let desk: Desk;
let ana: PersonActor;
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk([square]);
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'square');
});
afterAll(() => desk?.close());

async function take(item: Inbound, externalId: string): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify([item]));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [{ externalId, body, headers: {}, facts: {} }]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
}
const remove = (externalId: string) =>
  take({ kind: 'deletion', externalId, at: desk.kernel.clock.now().toISOString() }, randomUUID());
async function arrive(from: string, more: Partial<InboundMessage> = {}): Promise<string> {
  const item: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.kernel.clock.now().toISOString(),
    from: { kind: 'line', value: from },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: 'Cadê meu pedido?' },
    ...more,
  };
  await take(item, item.externalId);
  return item.externalId;
}
const comment = (from: string, more: Partial<InboundMessage> = {}) =>
  arrive(from, {
    public: { kind: 'comment', url: 'https://square.example/post/1', reach: 5000 },
    outsideThread: { kind: 'post', key: 'post-1', name: 'Promoção', url: 'https://square.example/post/1' },
    ...more,
  });

async function conversationOf(from: string): Promise<Conversation> {
  const id = await desk.as(null, async (ctx) => {
    const row = await ctx.db
      .selectFrom('legs')
      .innerJoin('identities', 'identities.id', 'legs.identity_id')
      .select('legs.conversation_id')
      .where('identities.value', '=', from)
      .executeTakeFirstOrThrow();
    return row.conversation_id;
  });
  return desk.as(ana, (ctx) => readOne(ctx, id));
}
async function say(
  conversation: Conversation,
  way: Pick<SendInput, 'legId' | 'to'>,
): Promise<OutboundMessage> {
  const content = { v: 1 as const, kind: 'text' as const, text: 'Estamos vendo' };
  const rest = { clientId: randomUUID(), internal: false, attachmentIds: [], ...way };
  await desk.as(ana, (ctx) => sendMessage(ctx, { conversationId: conversation.id, content, ...rest }));
  await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
  return sent.at(-1) as OutboundMessage;
}
const legOf = (conversation: Conversation, side: string) =>
  conversation.legs.find((leg) => leg.side === side)?.id ?? '';
const resolve = (id: string) =>
  desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: id, status: 'resolved' }));
const standing = (id: string) =>
  desk.as(ana, async (ctx) => (await listDuties(ctx)).filter((duty) => duty.conversationId === id));

test('from public to private and back: one conversation, and the solution is published', async () => {
  const said = await comment('1001');
  let conversation = await conversationOf('1001');
  expect(conversation.legs).toMatchObject([
    { side: 'public', url: 'https://square.example/post/1', windowEndsAt: null },
  ]);
  expect(conversation.duties).toMatchObject([{ state: 'open', kind: 'comment' }]);
  expect(conversation.loudness).toBeGreaterThan(15);
  const [message] = (await desk.as(ana, (ctx) => readMessages(ctx, conversation.id, { limit: 10 }))).items;
  expect(message).toMatchObject({ visibility: 'public', facts: { reach: 5000 } });

  const open = await say(conversation, { legId: legOf(conversation, 'public') });
  expect(open).toMatchObject({ side: 'public', publicExternalId: said, outsideThread: { key: 'post-1' } });
  const identityId = conversation.legs[0]?.identity.id ?? '';
  const quiet = await say(conversation, { to: { inboxId, identityId, side: 'private' } });
  expect(quiet).toMatchObject({ side: 'private', publicExternalId: said });
  expect(quiet.outsideThread).toBeUndefined();

  await arrive('1001', { content: { v: 1, kind: 'text', text: 'Meu CPF é 111' } });
  conversation = await conversationOf('1001');
  expect(conversation.legs.map((leg) => leg.side).sort()).toEqual(['private', 'public']);
  expect(conversation.duties).toMatchObject([{ state: 'answered' }]);
  await resolve(conversation.id);
  expect(await standing(conversation.id)).toMatchObject([{ state: 'to_publish' }]);
  await say(conversation, { legId: legOf(conversation, 'public') });
  expect(await standing(conversation.id)).toEqual([]);
  expect((await conversationOf('1001')).duties).toMatchObject([{ state: 'published' }]);
});

test('lesson 42: who answers another in public gets a matter of their own, also under our own answer', async () => {
  await comment('2001');
  const first = await conversationOf('2001');
  const ours = await say(first, { legId: legOf(first, 'public') });
  await comment('2002', { replyTo: [`ours-${ours.dispatchId}`] });
  const second = await conversationOf('2002');
  expect(second.id).not.toBe(first.id);
  expect(second.participants).toHaveLength(1);
});

test('a first private answer has a window of its own, and public words open no private one', async () => {
  await comment('3001');
  const conversation = await conversationOf('3001');
  const identityId = conversation.legs[0]?.identity.id ?? '';
  expect(conversation.writtenFrom).toMatchObject([{ identityId }]);
  desk.clock.advance(169 * 3_600_000);
  await expect(say(conversation, { to: { inboxId, identityId } })).rejects.toMatchObject({
    code: 'window_closed',
  });
  expect(await say(conversation, { legId: legOf(conversation, 'public') })).toMatchObject({ side: 'public' });
});

test('a duty is left only with a reason, and only once', async () => {
  await comment('4001');
  const [duty] = await standing((await conversationOf('4001')).id);
  const waive = () => desk.as(ana, (ctx) => waiveDuty(ctx, { dutyId: duty?.id ?? '', reason: 'Propaganda' }));
  expect(await waive()).toMatchObject({ state: 'waived', reason: 'Propaganda' });
  await expect(waive()).rejects.toMatchObject({ code: 'conflict' });
  await comment('4001', { public: { kind: 'comment' } });
  expect(await standing((await conversationOf('4001')).id)).toMatchObject([{ state: 'open' }]);
});

test('a link that makes its reader the customer never goes out in public', async () => {
  await comment('6001');
  const conversation = await conversationOf('6001');
  const text = 'Continue aqui: https://wa.me/5511?text=m-sabcdefghijklmnopqrstuvwxyz234567';
  const content = { v: 1 as const, kind: 'text' as const, text };
  const rest = { clientId: randomUUID(), internal: false, attachmentIds: [] };
  const on = (side: string) => ({
    conversationId: conversation.id,
    content,
    ...rest,
    legId: legOf(conversation, side),
  });
  await expect(desk.as(ana, (ctx) => sendMessage(ctx, on('public')))).rejects.toMatchObject({
    code: 'refused',
  });
});

test('what the firm answered in public from elsewhere counts', async () => {
  await comment('5001');
  const to = { kind: 'line', value: '5001' };
  await comment('9999', { echo: true, to });
  expect((await conversationOf('5001')).duties).toMatchObject([{ state: 'answered' }]);
});

test('a public word that was taken away owes nothing, and says so; an earlier one that stands is still owed', async () => {
  const first = await comment('7001');
  const second = await comment('7001');
  const { id } = await conversationOf('7001');
  const before = await standing(id);
  await remove(second);
  const [owed, ...others] = await standing(id);
  expect(others).toEqual([]);
  expect(owed).toMatchObject({ state: 'open', text: 'Cadê meu pedido?' });
  expect(owed?.messageId).not.toBe(before[0]?.messageId);
  await remove(first);
  expect(await standing(id)).toEqual([]);
  expect((await conversationOf('7001')).duties).toMatchObject([{ state: 'waived', reason: 'removed' }]);
});

test('a word answered before is not owed again when a later one goes', async () => {
  await comment('7002');
  const conversation = await conversationOf('7002');
  await say(conversation, { legId: legOf(conversation, 'public') });
  await remove(await comment('7002'));
  expect(await standing(conversation.id)).toEqual([]);
});

/** Resolving as one who may take it back; answers taking it back. */
async function resolveForNow(id: string) {
  const stand = () => desk.as(ana, (ctx) => stateOf(ctx, id));
  const before = await stand();
  await resolve(id);
  const after = await stand();
  return () =>
    desk.as(ana, (ctx) => restoreState(ctx, { conversationId: id, before, after, answered: false }));
}

test('what resolving settled is owed again when that is taken back, but not what was answered or said since', async () => {
  await comment('8001');
  const conversation = await conversationOf('8001');
  const { id } = conversation;
  const back = await resolveForNow(id);
  expect(await standing(id)).toMatchObject([{ state: 'to_publish' }]);
  expect(await back()).toEqual({ undone: ['status', 'duty'], kept: [] });
  expect(await standing(id)).toMatchObject([{ state: 'open' }]);
  // Answered in public already: resolving ends the duty, and taking that back revives it.
  await say(conversation, { legId: legOf(conversation, 'public') });
  const again = await resolveForNow(id);
  expect(await standing(id)).toEqual([]);
  await again();
  expect((await conversationOf('8001')).duties).toMatchObject([{ state: 'answered', settledAt: null }]);

  await comment('8002');
  const other = await conversationOf('8002');
  const late = await resolveForNow(other.id);
  await say(other, { legId: legOf(other, 'public') });
  expect(await late()).toEqual({ undone: ['status'], kept: ['duty'] });
  expect((await conversationOf('8002')).duties).toMatchObject([{ state: 'published' }]);
});

import { randomUUID } from 'node:crypto';
import type { InboundMessage, InboundSignal, SendResult } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { confirmDispatch } from '../confirm-dispatch.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { readMessages } from '../views/messages.ts';
import { ingestOrganisation } from './worker.ts';

let during: (dispatchId: string) => Promise<SendResult>;
const mirror: ChannelPlugin = {
  ...paperChannel('mirror', { public: {} }),
  send: (message) => during(message.dispatchId),
};

let desk: Desk;
let ana: PersonActor;
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk([mirror]);
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'mirror');
});
afterAll(() => desk?.close());

const item = (more: Partial<InboundMessage>): InboundMessage => ({
  kind: 'message',
  externalId: randomUUID(),
  at: desk.clock.now().toISOString(),
  from: { kind: 'line', value: '1000' },
  proof: 'platform',
  content: { v: 1, kind: 'text', text: 'Oi' },
  ...more,
});
async function arrive(said: InboundMessage | InboundSignal): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify([said]));
  const arrival = { externalId: randomUUID(), body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  await ingest();
}
/** Until nothing is left, or what is left waits. */
const ingest = async () => {
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) === 'more');
};
const echo = (value: string, text: string, more: Partial<InboundMessage> = {}) =>
  item({ echo: true, to: { kind: 'line', value }, content: { v: 1, kind: 'text', text }, ...more });

async function talkWith(value: string, more: Partial<InboundMessage> = {}) {
  await arrive(item({ from: { kind: 'line', value }, ...more }));
  return desk.as(ana, async (ctx) => {
    const row = await ctx.db
      .selectFrom('legs')
      .innerJoin('identities', 'identities.id', 'legs.identity_id')
      .select('legs.conversation_id')
      .where('identities.value', '=', value)
      .executeTakeFirstOrThrow();
    return readOne(ctx, row.conversation_id);
  });
}
async function say(conversationId: string, text: string): Promise<void> {
  const content = { v: 1 as const, kind: 'text' as const, text };
  const rest = { clientId: randomUUID(), internal: false, attachmentIds: [] };
  await desk.as(ana, (ctx) => sendMessage(ctx, { conversationId, content, ...rest }));
  await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
}
async function said(id: string): Promise<[string, string | undefined][]> {
  const { items } = await desk.as(ana, (ctx) => readMessages(ctx, id, { limit: 20 }));
  return items.map((one) => [
    'text' in one.content ? (one.content.text ?? '') : '',
    one.echo ? 'echo' : one.dispatch?.state,
  ]);
}

it('an echo that is faster than the answer to our own request waits, and is no second message', async () => {
  const { id } = await talkWith('2001');
  const externalId = randomUUID();
  during = async () => {
    await arrive(echo('2001', 'Já vemos', { externalId }));
    return { state: 'sent', externalId };
  };
  await say(id, 'Já vemos');
  desk.clock.advance(1001);
  await ingest();
  expect(await said(id)).toEqual([
    ['Oi', undefined],
    ['Já vemos', 'sent'],
  ]);
});

it('what nobody knew is known by its echo; other words are the firm’s own from elsewhere', async () => {
  const { id } = await talkWith('2002');
  during = async () => ({ state: 'unknown', code: 'no_answer', text: '?' });
  await say(id, 'Chega amanhã');
  await arrive(echo('2002', 'Do celular'));
  expect(await said(id)).toEqual([
    ['Oi', undefined],
    ['Chega amanhã', 'unknown'],
    ['Do celular', 'echo'],
  ]);
  await arrive(echo('2002', 'Chega amanhã'));
  expect((await said(id))[1]).toEqual(['Chega amanhã', 'sent']);
  expect(await said(id)).toHaveLength(3);
});

it('what a person said had arrived is no second message when its echo comes after all; the same words once more are', async () => {
  const { id } = await talkWith('2005');
  during = async () => ({ state: 'unknown', code: 'no_answer', text: '?' });
  await say(id, 'Até já');
  await desk.as(ana, async (ctx) => {
    const { items } = await readMessages(ctx, id, { limit: 20 });
    await confirmDispatch(ctx, { messageId: items.at(-1)?.id ?? '' });
  });
  await arrive(echo('2005', 'Até já'));
  const once = [
    ['Oi', undefined],
    ['Até já', 'sent'],
  ];
  expect(await said(id)).toEqual(once);
  await arrive(echo('2005', 'Até já'));
  expect(await said(id)).toEqual([...once, ['Até já', 'echo']]);
});

it('a public answer of which nobody knew is answered once its echo comes, or somebody says that it is there', async () => {
  during = async () => ({ state: 'unknown', code: 'no_answer', text: '?' });
  const dutiesOf = async (id: string) => (await desk.as(ana, (ctx) => readOne(ctx, id))).duties;
  const seen = { externalId: randomUUID(), public: { kind: 'comment' as const } };
  const one = await talkWith('2006', seen);
  await say(one.id, 'Já resolvemos');
  expect(await dutiesOf(one.id)).toMatchObject([{ state: 'open' }]);
  const from = { kind: 'line', value: '9000000' };
  const content = { v: 1 as const, kind: 'text' as const, text: 'Já resolvemos' };
  await arrive(item({ from, echo: true, public: { kind: 'comment' }, replyTo: [seen.externalId], content }));
  expect(await said(one.id)).toEqual([
    ['Oi', undefined],
    ['Já resolvemos', 'sent'],
  ]);
  expect(await dutiesOf(one.id)).toMatchObject([{ state: 'answered' }]);
  const other = await talkWith('2007', { externalId: randomUUID(), public: { kind: 'comment' } });
  await say(other.id, 'Resolvido também');
  await desk.as(ana, async (ctx) => {
    const { items } = await readMessages(ctx, other.id, { limit: 20 });
    await confirmDispatch(ctx, { messageId: items.at(-1)?.id ?? '' });
  });
  expect(await dutiesOf(other.id)).toMatchObject([{ state: 'answered' }]);
});

it('an answer given on the platform itself goes to whom it hangs on, and settles what was owed', async () => {
  const comment = { externalId: randomUUID(), public: { kind: 'comment' as const } };
  const { id, duties } = await talkWith('2003', comment);
  expect(duties).toMatchObject([{ state: 'open' }]);
  const from = { kind: 'line', value: '9000000' };
  const content = { v: 1 as const, kind: 'text' as const, text: 'Respondido lá' };
  await arrive(
    item({ from, echo: true, public: { kind: 'comment' }, replyTo: [comment.externalId], content }),
  );
  expect(await said(id)).toEqual([
    ['Oi', undefined],
    ['Respondido lá', 'echo'],
  ]);
  expect((await desk.as(ana, (ctx) => readOne(ctx, id))).duties).toMatchObject([{ state: 'answered' }]);
});

it('a read mark is true of everything written before it, and of nothing after', async () => {
  const { id } = await talkWith('2004');
  during = async (dispatchId) => ({ state: 'sent', externalId: dispatchId });
  for (const text of ['Um', 'Dois']) await say(id, text);
  const at = desk.clock.now().toISOString();
  desk.clock.advance(1000);
  await say(id, 'Três');
  await arrive({ kind: 'signal', signal: 'read', from: { kind: 'line', value: '2004' }, at });
  expect((await said(id)).slice(1)).toEqual([
    ['Um', 'read'],
    ['Dois', 'read'],
    ['Três', 'sent'],
  ]);
});

import type { OutboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChannelPlugin } from '../../inboxes/index.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { sendMessage } from '../send-message.ts';
import { makePace } from './pace.ts';
import { dispatchInbox } from './worker.ts';

const sent: OutboundMessage[] = [];
let answer: Awaited<ReturnType<ChannelPlugin['send']>> = { state: 'sent', externalId: 'x' };
const plugin: ChannelPlugin = {
  ...paperChannel('chat'),
  send: async (message) => {
    sent.push(message);
    return answer.state === 'sent' ? { state: 'sent', externalId: message.dispatchId } : answer;
  },
};

let desk: Desk;
let talk: Talk;
beforeAll(async () => {
  desk = await openDesk([plugin]);
  talk = await addTalk(desk, await addInbox(desk, 'chat'));
});
afterAll(() => desk?.close());

async function write(text: string): Promise<string> {
  const person = await addPerson(desk);
  const content = { v: 1 as const, kind: 'text' as const, text };
  const rest = { internal: false, attachmentIds: [], legId: talk.legId, clientId: desk.kernel.ids.uuid() };
  const message = await desk.as(person, (ctx) =>
    sendMessage(ctx, { conversationId: talk.id, content, ...rest }),
  );
  return message.id;
}
const work = () =>
  dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId: talk.inboxId }, makePace(desk.clock));
const stateOf = (messageId: string): Promise<string | undefined> =>
  desk.as(null, async (ctx) => {
    const row = await ctx.db
      .selectFrom('dispatches')
      .select('state')
      .where('message_id', '=', messageId)
      .executeTakeFirst();
    return row?.state;
  });

it('sends each leg in order, one after the other, and remembers what became of it', async () => {
  const first = await write('um');
  const second = await write('dois');
  expect(await work()).toBe(1);
  expect(await work()).toBe(1);
  expect(sent.map((message) => 'text' in message.content && message.content.text)).toEqual(['um', 'dois']);
  expect([await stateOf(first), await stateOf(second)]).toEqual(['sent', 'sent']);
});

it('lesson D26: what a killed worker held is free after half a minute, and never sent blindly again', async () => {
  const held = await write('três');
  const next = await write('quatro');
  // As a worker leaves it that dies in the middle of its attempt.
  const until = new Date(desk.clock.now().getTime() + 30_000);
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('dispatches')
      .set({ state: 'sending', attempts: 1, next_at: until })
      .where('message_id', '=', held)
      .execute(),
  );
  expect(await work()).toBe(0);
  desk.clock.advance(30_001);
  const before = sent.length;
  await work();
  await work();
  expect(await stateOf(held)).toBe('unknown');
  expect(await stateOf(next)).toBe('sent');
  expect(sent.slice(before)).toHaveLength(1);
});

it('waits as long as the platform asks, and a later message does not overtake', async () => {
  answer = { state: 'retry', code: 'slow_down', text: 'Too many', afterSeconds: 60 };
  const first = await write('cinco');
  const second = await write('seis');
  await work();
  expect(await work()).toBe(0);
  desk.clock.advance(59_000);
  expect(await work()).toBe(0);
  answer = { state: 'sent', externalId: 'x' };
  desk.clock.advance(2000);
  await work();
  await work();
  expect([await stateOf(first), await stateOf(second)]).toEqual(['sent', 'sent']);
});

it('a failure is final and frees the way', async () => {
  answer = { state: 'failed', code: 'blocked', text: 'The customer blocked us.' };
  const first = await write('sete');
  await work();
  answer = { state: 'sent', externalId: 'x' };
  const second = await write('oito');
  await work();
  expect([await stateOf(first), await stateOf(second)]).toEqual(['failed', 'sent']);
});

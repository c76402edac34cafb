import { randomUUID } from 'node:crypto';
import type { ConversationItem, Message } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import type { Wanted } from '../../kernel/live/hub.ts';
import { soon } from '../../kernel/testing/patience.ts';
import { assignConversation } from './assign-conversation.ts';
import { attachmentStep, startAttachments } from './attachment-lines.ts';
import { addInbox, addPerson, addTalk, type Desk, eventsAfter, openDesk, type Talk } from './factories.ts';
import { channels, paperChannel } from './factories-channels.ts';
import { markRead } from './mark-read.ts';
import { mayFollow } from './may-follow.ts';
import { presentConversations } from './presenter.ts';
import { indexMessages } from './searching/index-messages.ts';
import { sendMessage } from './send-message.ts';
import { readWholeBody } from './views/body.ts';
import { messagesByIds } from './views/messages.ts';

/** What runs behind a change: live frames, the search index, files fetched from the platform. */

const outside = new Map<string, Uint8Array | Error | Promise<Uint8Array>>();
const platform = {
  ...paperChannel('platform'),
  fetchMedia: async ({ ref }: { ref?: string }) => {
    const answer = (await outside.get(ref ?? '')) ?? new Error('the platform does not know it');
    if (answer instanceof Error) throw answer;
    return { bytes: answer, type: 'application/x-msdownload' };
  },
};

let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let inboxId: string;
let cursor = { tx: '0', id: 0 };

beforeAll(async () => {
  desk = await openDesk([...channels, platform]);
  ana = await addPerson(desk, { visibility: 'assigned' });
  rui = await addPerson(desk, { name: 'Rui' });
  inboxId = await addInbox(desk, 'platform');
});
afterAll(() => desk.close());

async function newEvents(): Promise<LoggedEvent[]> {
  const events = await eventsAfter(desk, cursor);
  const last = events.at(-1);
  if (last) cursor = { tx: last.tx, id: last.id };
  return events;
}
const everything: Wanted = { org: () => true, topic: () => true };
const frames = async (wanted = everything) => presentConversations(desk.kernel, await newEvents(), wanted);
const say = (talk: Talk, actor: PersonActor, text: string) =>
  desk.as(actor, (ctx) =>
    sendMessage(ctx, {
      conversationId: talk.id,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text },
      internal: false,
      attachmentIds: [],
    }),
  );

test('LESSONS 43, 44: a frame goes only to who sees the conversation; who loses it hears that it is gone', async () => {
  const talk = await addTalk(desk, inboxId, { assigneeId: ana.id });
  await newEvents();
  await desk.as(
    { ...rui, role: 'supervisor', permissions: new Set([...rui.permissions, 'conversations.manage']) },
    (ctx) => assignConversation(ctx, { conversationId: talk.id, assigneeId: rui.id }),
  );
  const list = await frames();
  const item = list.find((frame) => frame.topic === 'desk');
  expect(item?.data as ConversationItem).toMatchObject({ id: talk.id, assigneeId: rui.id, readSeq: 0 });
  expect(item?.visibleTo(ana)).toBe(false);
  expect(item?.otherwise).toEqual({ name: 'conversation.gone', data: { id: talk.id } });
  expect(item?.visibleTo(rui)).toBe(true);
  expect(item?.visibleTo({ ...rui, permissions: new Set() })).toBe(false);
  const note = list.find((frame) => frame.topic === `conversation:${talk.id}`);
  expect(note?.data as Message).toMatchObject({
    content: { kind: 'system', code: 'assigned', values: { to: 'Rui' } },
  });
  expect(note?.visibleTo(ana)).toBe(false);
  const visitor = {
    kind: 'customer' as const,
    id: randomUUID(),
    orgId: desk.orgId,
    identityId: talk.identityId,
    inboxId,
  };
  expect(list.every((frame) => !frame.visibleTo(visitor))).toBe(true);
  expect(await mayFollow(desk.kernel, ana, `conversation:${talk.id}`)).toBe(false);
  expect(await mayFollow(desk.kernel, rui, `conversation:${talk.id}`)).toBe(true);
  expect(await mayFollow(desk.kernel, visitor, `conversation:${talk.id}`)).toBe(false);
});

test('one frame for a conversation and batch, nothing nobody follows, marks only to their own reader', async () => {
  const talk = await addTalk(desk, inboxId);
  for (const text of ['um', 'dois', 'três']) await say(talk, rui, text);
  await desk.as(rui, (ctx) => markRead(ctx, { conversationId: talk.id, seq: 4, unread: false }));
  const list = await frames();
  expect(list.filter((frame) => frame.name === 'conversation')).toHaveLength(1);
  expect(
    list.filter((frame) => frame.name === 'message').map((frame) => (frame.data as Message).seq),
  ).toEqual([1, 2, 3, 4]);
  const mark = list.find((frame) => frame.name === 'read_mark');
  expect(mark).toMatchObject({ data: { conversationId: talk.id, seq: 4 } });
  expect([mark?.visibleTo(rui), mark?.visibleTo(ana)]).toEqual([true, false]);
  await say(talk, rui, 'quatro');
  expect(await frames({ org: () => true, topic: () => false })).toEqual([]);
});

async function addFile(talk: Talk, row: { ref: string; kind: string }): Promise<string> {
  return desk.as(null, async (ctx) => {
    const id = ctx.ids.uuid();
    await ctx.db
      .insertInto('attachments')
      .values({
        org_id: ctx.orgId,
        id,
        message_id: talk.messageId,
        name: 'foto',
        type: 'image/png',
        state: 'pending',
        next_at: ctx.clock.now(),
        ...row,
      })
      .execute();
    return id;
  });
}
const fileOf = async (talk: Talk, id: string) =>
  desk.as(null, async (ctx) => {
    const [entry] = await messagesByIds(ctx, [talk.messageId]);
    return entry?.message.attachments.find((attachment) => attachment.id === id);
  });

test('LESSONS 21: a platform’s file is what its bytes are; a picture gets a thumbnail, and the message a frame', async () => {
  const talk = await addTalk(desk, inboxId);
  outside.set(
    'photo',
    await sharp({ create: { width: 900, height: 300, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer(),
  );
  outside.set('trap', new TextEncoder().encode('<html><script>alert(1)</script></html>'));
  const [photo, trap] = [
    await addFile(talk, { ref: 'photo', kind: 'image' }),
    await addFile(talk, { ref: 'trap', kind: 'image' }),
  ];
  await newEvents();
  expect(await attachmentStep(desk.kernel)).toBe(0);
  expect(await fileOf(talk, photo)).toMatchObject({
    state: 'ready',
    type: 'image/jpeg',
    width: 900,
    kind: 'image',
  });
  expect((await fileOf(talk, photo))?.thumbnailUrl).toMatch(/^\/files\//);
  expect(await fileOf(talk, trap)).toMatchObject({
    state: 'ready',
    type: 'text/html',
    kind: 'document',
    thumbnailUrl: null,
  });
  expect((await newEvents()).map((event) => event.facts.what)).toEqual(['attachment', 'attachment']);
  expect(await attachmentStep(desk.kernel)).toBeNull();
});

test('a file that cannot be fetched is tried five times with growing pauses, then failed', async () => {
  const talk = await addTalk(desk, inboxId);
  const id = await addFile(talk, { ref: 'nowhere', kind: 'image' });
  const pauses: number[] = [];
  for (;;) {
    const pause = await attachmentStep(desk.kernel);
    if (pause === null) break;
    if (pause > 0) pauses.push(pause);
    desk.clock.advance(pause);
  }
  expect(pauses).toEqual([5_000, 30_000, 120_000, 600_000]);
  expect(await fileOf(talk, id)).toMatchObject({ state: 'failed' });
});

test('a platform that takes its time for a file holds up no other inbox', async () => {
  const slowTalk = await addTalk(desk, inboxId);
  const fastTalk = await addTalk(desk, await addInbox(desk, 'platform'));
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  outside.set('quick', picture);
  let answer: (bytes: Uint8Array) => void = () => {};
  outside.set(
    'held',
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const slow: string[] = [];
  for (let n = 0; n < 5; n += 1) slow.push(await addFile(slowTalk, { ref: 'held', kind: 'image' }));
  const fast = await addFile(fastTalk, { ref: 'quick', kind: 'image' });
  const fetching = startAttachments(desk.kernel);
  try {
    await vi.waitFor(
      async () => expect(await fileOf(fastTalk, fast)).toMatchObject({ state: 'ready' }),
      soon,
    );
    // What comes meanwhile is not held up either.
    const later = await addFile(fastTalk, { ref: 'quick', kind: 'image' });
    desk.kernel.bus.wake('attachments');
    await vi.waitFor(
      async () => expect(await fileOf(fastTalk, later)).toMatchObject({ state: 'ready' }),
      soon,
    );
    for (const id of slow) expect(await fileOf(slowTalk, id)).toMatchObject({ state: 'pending' });
    answer(picture);
    for (const id of slow)
      await vi.waitFor(
        async () => expect(await fileOf(slowTalk, id)).toMatchObject({ state: 'ready' }),
        soon,
      );
  } finally {
    answer(picture);
    await fetching.stop();
  }
}, 20_000);

test('the index holds words once, follows edits, and forgets what was deleted', async () => {
  const talk = await addTalk(desk, inboxId, { text: 'Bicicleta azul' });
  const events = await newEvents();
  await indexMessages(desk.kernel, events);
  await indexMessages(desk.kernel, events);
  const found = (words: string) =>
    desk.as(null, async (ctx) => {
      const result = await sql<{
        message_id: string;
      }>`SELECT message_id FROM meada_found_messages(
          plainto_tsquery('portuguese', ${words}) || plainto_tsquery('meada_plain', ${words}), NULL, NULL, NULL, 10)`.execute(
        ctx.db,
      );
      return result.rows.map((row) => row.message_id);
    });
  expect(await found('bicicletas')).toEqual([talk.messageId]);
  const change = async (what: string, set: object): Promise<void> => {
    await desk.as(null, async (ctx) => {
      await ctx.db.updateTable('messages').set(set).where('id', '=', talk.messageId).execute();
      ctx.emit({
        name: 'message.changed',
        facts: { conversationId: talk.id, messageId: talk.messageId, what },
      });
    });
    await indexMessages(desk.kernel, await newEvents());
  };
  await change('edit', { content: JSON.stringify({ v: 1, kind: 'text', text: 'Patinete' }) });
  expect([await found('bicicleta'), await found('patinete')]).toEqual([[], [talk.messageId]]);
  // As people type: without accents, one word of two joined by a stroke.
  await change('edit', { content: JSON.stringify({ v: 1, kind: 'text', text: 'Ação/reação à pré-venda' }) });
  for (const words of ['reacao', 'acao', 'reação', 'pre-venda'])
    expect(await found(words), words).toEqual([talk.messageId]);
  await change('delete', { deleted_at: desk.clock.now() });
  expect(await found('patinete')).toEqual([]);
});

test('LESSONS 16, 51: the whole body is cleaned, pictures blocked until asked, its own ones signed', async () => {
  const talk = await addTalk(desk, inboxId);
  outside.set(
    'logo',
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  const id = await addFile(talk, { ref: 'logo', kind: 'image' });
  await attachmentStep(desk.kernel);
  await desk.as(null, async (ctx) => {
    await ctx.db.updateTable('attachments').set({ content_id: '<logo@x>' }).where('id', '=', id).execute();
    await ctx.db.updateTable('messages').set({ has_body: 'html' }).where('id', '=', talk.messageId).execute();
    const html =
      '<form action="//e"><script>x()</script><img src="cid:logo@x"><img src="https://e.example/t.gif"><p>Oi</p></form>';
    await ctx.db
      .insertInto('message_bodies')
      .values({ org_id: ctx.orgId, message_id: talk.messageId, html, text: 'Oi\n> antes' })
      .execute();
  });
  const read = (images: 'block' | 'show') =>
    desk.as(rui, (ctx) => readWholeBody(ctx, talk.messageId, images));
  const blocked = await read('block');
  expect(blocked).toMatchObject({ text: 'Oi\n> antes', blocked: 1 });
  expect(blocked.html).toContain(`src="/files/${id}?`);
  expect(blocked.html).not.toMatch(/script|form|e\.example/);
  expect((await read('show')).html).toContain('https://e.example/t.gif');
  await expect(desk.as(ana, (ctx) => readWholeBody(ctx, talk.messageId, 'block'))).rejects.toMatchObject({
    code: 'not_found',
  });
  const [entry] = await desk.as(rui, (ctx) => messagesByIds(ctx, [talk.messageId]));
  expect(entry?.message).toMatchObject({ hasHtml: true, hasMore: true });
});

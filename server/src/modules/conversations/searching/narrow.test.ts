import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, type Desk, eventsAfter, openDesk } from '../factories.ts';
import { sendMessage } from '../send-message.ts';
import { indexMessages } from './index-messages.ts';
import { searchMessages } from './search-messages.ts';

let desk: Desk;
let ana: PersonActor;
beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
});
afterAll(() => desk.close());

const index = async () => indexMessages(desk.kernel, await eventsAfter(desk, { tx: '0', id: 0 }));
type Filters = Partial<Parameters<typeof searchMessages>[1]>;
const search = (query: string, more: Filters = {}) =>
  desk.as(ana, (ctx) => searchMessages(ctx, { limit: 30, ...more, query }));
const idsOf = async (query: string, more: Filters = {}) =>
  (await search(query, more)).items.map((item) => item.messageId);
const say = async (inboxId: string, text: string, given: Parameters<typeof addTalk>[2] = {}) => {
  desk.clock.advance(60_000);
  return addTalk(desk, inboxId, { ...given, text });
};
const note = async (conversationId: string, text: string) => {
  desk.clock.advance(60_000);
  const said = {
    conversationId,
    internal: true,
    attachmentIds: [],
    clientId: `note-${desk.clock.now().getTime()}`,
  };
  return desk.as(ana, (ctx) => sendMessage(ctx, { ...said, content: { v: 1, kind: 'text', text } }));
};

test('a channel finds what was said through its inboxes, a note where its conversation is now', async () => {
  const [shop, branch, mail] = [
    await addInbox(desk, 'chat'),
    await addInbox(desk, 'chat'),
    await addInbox(desk, 'mail'),
  ];
  const one = await say(shop, 'a torneira pinga');
  const two = await say(branch, 'a torneira quebrou');
  const three = await say(mail, 'torneira nova');
  const noted = await note(three.id, 'ver a torneira no depósito');
  await index();
  expect(await idsOf('torneira', { channel: 'chat' })).toEqual([two.messageId, one.messageId]);
  expect(await idsOf('torneira', { channel: 'mail' })).toEqual([noted.id, three.messageId]);
  expect(await idsOf('torneira', { channel: 'chat', inboxId: branch })).toEqual([two.messageId]);
  expect(await idsOf('torneira', { channel: 'mail', inboxId: branch })).toEqual([]);
  expect(await idsOf('torneira', { inboxId: mail })).toEqual([noted.id, three.messageId]);
  expect(await idsOf('torneira', { channel: 'chat', conversationId: one.id })).toEqual([one.messageId]);
  for (const channel of ['nada', "chat'", "' | '#by:customer", '%'])
    expect(await search('torneira', { channel })).toMatchObject({ items: [], next: null });
  // The conversation goes on elsewhere: what was said stays where it was said, and shows that channel.
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('conversations')
      .set({ inbox_id: mail, channel: 'mail' })
      .where('id', '=', one.id)
      .execute(),
  );
  const { items } = await search('torneira pinga', { channel: 'chat' });
  expect(items).toMatchObject([
    { messageId: one.messageId, channel: 'chat', conversation: { channel: 'mail' } },
  ]);
  const moved = await note(three.id, 'torneira separada');
  await index();
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('conversations')
      .set({ inbox_id: shop, channel: 'chat' })
      .where('id', '=', three.id)
      .execute(),
  );
  expect(await idsOf('torneira separada', { channel: 'chat' })).toEqual([moved.id]);
  expect(await idsOf('torneira separada', { channel: 'mail' })).toEqual([]);
});

test('what an inbox that hardly anybody writes to got is found beneath any number of others', async () => {
  const [busy, quiet] = [await addInbox(desk, 'chat'), await addInbox(desk, 'mail')];
  const old = await say(quiet, 'lamparina acesa');
  const talk = await say(busy, 'lamparina');
  await desk.as(null, (ctx) =>
    ctx.client.query(
      `INSERT INTO messages (org_id, id, conversation_id, seq, at, author_kind, inbox_id, leg_id, content)
        SELECT $1, gen_random_uuid(), $2, n, $5::timestamptz + n * interval '1 second', 'customer', $3, $4,
          '{"v": 1, "kind": "text", "text": "lamparina apagada"}'
        FROM generate_series(2, 4500) AS n`,
      [desk.orgId, talk.id, busy, talk.legId, desk.clock.now()],
    ),
  );
  await desk.as(null, async (ctx) => {
    const { rows } = await ctx.client.query<{ id: string }>(
      'SELECT id FROM messages WHERE conversation_id = $1 AND seq > 1',
      [talk.id],
    );
    for (const { id } of rows)
      ctx.emit({
        name: 'message.created',
        facts: {
          ...{
            conversationId: talk.id,
            messageId: id,
            seq: 2,
            authorKind: 'customer',
            visibility: 'private',
          },
          ...{ inboxId: busy, automatic: 'no' },
        },
      });
  });
  await index();
  expect(await idsOf('lamparina', { inboxId: quiet })).toEqual([old.messageId]);
  const [hit] = (await search('lamparina', { inboxId: quiet, limit: 1 })).items;
  expect(hit?.messageId).toBe(old.messageId);
}, 60_000);

test('who answers for it now, and whether everybody could read it', async () => {
  const inbox = await addInbox(desk, 'chat');
  const bento = await addPerson(desk, { name: 'Bento' });
  const his = await say(inbox, 'fechadura emperrada', { assigneeId: bento.id });
  const other = await say(inbox, 'fechadura nova');
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('messages').set({ visibility: 'public' }).where('id', '=', his.messageId).execute(),
  );
  await index();
  expect(await idsOf('fechadura', { assigneeId: bento.id })).toEqual([his.messageId]);
  expect(await idsOf('fechadura', { assigneeId: ana.id })).toEqual([]);
  expect(await idsOf('fechadura', { visibility: 'public' })).toEqual([his.messageId]);
  expect(await idsOf('fechadura', { visibility: 'private' })).toEqual([other.messageId]);
});

import { randomUUID } from 'node:crypto';
import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type { Inbound, InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { hideMessage } from '../hide-message.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { reactToMessage } from '../react-to-message.ts';
import { messageById } from '../sending/post.ts';
import { amendInbox } from './worker.ts';

const asked: OutboundAmendment[] = [];
let answer: AmendResult = { state: 'sent' };
const square: ChannelPlugin = {
  ...paperChannel('square', {
    public: {},
    amends: { hide: true, react: { hours: null, emojis: ['👍'], side: 'public' } },
  }),
  amend: async (amendment) => {
    asked.push(amendment);
    return answer;
  },
};
const wall: ChannelPlugin = { ...paperChannel('wall', { public: {} }), amend: square.amend };

let desk: Desk;
let ana: PersonActor;
const inboxes = { square: '', wall: '' };
beforeAll(async () => {
  desk = await openDesk([square, wall]);
  ana = await addPerson(desk);
  inboxes.square = await addInbox(desk, 'square');
  inboxes.wall = await addInbox(desk, 'wall');
});
afterAll(() => desk?.close());
beforeEach(() => {
  asked.length = 0;
  answer = { state: 'sent' };
});

/** Somebody says something; answers the message's id. */
async function arrive(
  more: Partial<InboundMessage> = {},
  place: keyof typeof inboxes = 'square',
): Promise<string> {
  const said: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.clock.now().toISOString(),
    from: { kind: 'line', value: String(1000 + asked.length) },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: 'Golpe! Não comprem aqui.' },
    public: { kind: 'comment' },
    ...more,
  };
  const body = new TextEncoder().encode(JSON.stringify([said] satisfies Inbound[]));
  const arrival = { externalId: said.externalId, body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId: inboxes[place] }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  const row = await desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('external_ids')
      .select('message_id')
      .where('external_id', '=', said.externalId)
      .executeTakeFirstOrThrow(),
  );
  return row.message_id ?? '';
}
/** The platform tells of a change. */
async function told(...items: Inbound[]): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(items));
  const arrival = { externalId: randomUUID(), body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId: inboxes.square }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
}
const receipts = () =>
  desk.as(null, (ctx) => ctx.db.selectFrom('receipts').select(['state', 'note']).orderBy('n').execute());
const hide = (messageId: string, hidden: boolean) =>
  desk.as(ana, (ctx) => hideMessage(ctx, { messageId, hidden }));
const read = (id: string) => desk.as(ana, (ctx) => messageById(ctx, id));
const work = () => amendInbox(desk.kernel, { orgId: desk.orgId, inboxId: inboxes.square });

it('a public message is hidden when the platform has done it, shown again, and both stand in the audit trail', async () => {
  const id = await arrive();
  const waiting = await hide(id, true);
  expect([waiting.hiddenAt, waiting.amendment]).toMatchObject([null, { kind: 'hiding', state: 'queued' }]);
  // Asked twice is asked once.
  await hide(id, true);
  expect(await work()).toBe(1);
  expect(await work()).toBe(0);
  expect(asked).toMatchObject([{ kind: 'hiding', hidden: true }]);
  const hidden = await read(id);
  expect([hidden.hiddenAt, hidden.amendment]).toEqual([desk.clock.now().toISOString(), null]);
  await hide(id, false);
  await work();
  expect((await read(id)).hiddenAt).toBeNull();
  const audit = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('audit_entries').select('action').where('subject_id', '=', id).orderBy('id').execute(),
  );
  expect(audit.map((row) => row.action)).toEqual(['message.hidden', 'message.shown']);
});

it('what the firm hides or shows in the platform itself stands in the thread, its own words do not vanish', async () => {
  const externalId = randomUUID();
  const id = await arrive({ externalId });
  const at = desk.clock.now().toISOString();
  await told({ kind: 'hiding', externalId, hidden: true, at });
  const before = await read(id);
  expect([before.hiddenAt, before.content]).toMatchObject([at, { text: 'Golpe! Não comprem aqui.' }]);
  // What is hidden there is shown again from here.
  await hide(id, false);
  await work();
  expect((await read(id)).hiddenAt).toBeNull();
  await told(
    { kind: 'hiding', externalId, hidden: true, at },
    { kind: 'hiding', externalId, hidden: false, at },
  );
  expect((await read(id)).hiddenAt).toBeNull();
  const ours = randomUUID();
  const echo = await arrive({ externalId: ours, echo: true, to: { kind: 'line', value: '1000' } });
  await told({ kind: 'hiding', externalId: ours, hidden: true, at });
  expect((await read(echo)).hiddenAt).toBeNull();
  await told({ kind: 'hiding', externalId: 'nobody', hidden: true, at });
  expect((await receipts()).at(-1)).toMatchObject({
    state: 'done',
    note: expect.stringContaining('not known'),
  });
});

it('what the platform refuses stays visible, and says so', async () => {
  const id = await arrive();
  answer = { state: 'failed', code: '200', text: 'No.' };
  await hide(id, true);
  await work();
  const after = await read(id);
  expect([after.hiddenAt, after.amendment]).toMatchObject([null, { kind: 'hiding', state: 'failed' }]);
});

it('nothing private is hidden, nor anything where the channel cannot', async () => {
  const quiet = await arrive({ public: undefined });
  const elsewhere = await arrive({}, 'wall');
  for (const id of [quiet, elsewhere])
    await expect(hide(id, true)).rejects.toMatchObject({ code: 'channel_cannot' });
  expect(await work()).toBe(0);
});

it('a reaction of the public side is put on public messages alone', async () => {
  const react = (messageId: string) => desk.as(ana, (ctx) => reactToMessage(ctx, { messageId, emoji: '👍' }));
  await expect(react(await arrive({ public: undefined }))).rejects.toMatchObject({ code: 'channel_cannot' });
  const id = await arrive();
  await react(id);
  await work();
  expect((await read(id)).reactions).toMatchObject([{ emoji: '👍', personId: ana.id }]);
});

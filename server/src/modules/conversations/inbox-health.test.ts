import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import type { SystemMail } from '../../kernel/mail.ts';
import {
  type Arrival,
  type ChannelPlugin,
  healthReports,
  receive,
  replayAll,
  runResyncs,
  settleNotice,
  startResync,
  troubledInboxes,
  watchOrganisation,
} from '../inboxes/index.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk } from './factories.ts';
import { paperChannel } from './factories-channels.ts';
import { ingestOrganisation } from './ingest/worker.ts';

/** How inboxes are: what is found by looking, who is told, and fetching again. */

const platform: { arrivals: Arrival[]; fail: boolean } = { arrivals: [], fail: false };
const post: ChannelPlugin = {
  ...paperChannel('post'),
  resync: async (io, since) => {
    if (platform.fail) throw new Error('the post office is shut');
    await io.deliver(platform.arrivals.filter((arrival) => Number(arrival.facts.at) >= since.getTime()));
  },
};

let desk: Desk;
let owner: PersonActor;
let ana: PersonActor;
let inboxId = '';
const mails: SystemMail[] = [];
beforeAll(async () => {
  desk = await openDesk([post, paperChannel('chat')]);
  desk.kernel.mailer = { configured: true, send: async (mail) => void mails.push(mail) };
  owner = await addPerson(desk, { name: 'Olga', role: 'owner' });
  ana = await addPerson(desk, { name: 'Ana' });
});
afterAll(() => desk?.close());
beforeEach(async () => {
  inboxId = await addInbox(desk, 'post');
  mails.length = 0;
  platform.arrivals = [];
  platform.fail = false;
});

const look = () => watchOrganisation(desk.kernel, desk.orgId);
const report = async () => {
  const all = await desk.as(owner, (ctx) => healthReports(ctx));
  const found = all.find((one) => one.inboxId === inboxId);
  if (!found) throw new Error('the inbox has no report');
  return found;
};
const troubles = async () =>
  (await desk.as(owner, (ctx) => troubledInboxes(ctx))).find((one) => one.inboxId === inboxId)?.troubles ??
  [];
const set = (values: Record<string, unknown>) =>
  desk.as(null, (ctx) => ctx.db.updateTable('inboxes').set(values).where('id', '=', inboxId).execute());
const minutes = (n: number) => desk.clock.advance(n * 60_000);
const arrival = (id: string, body = '[]'): Arrival => ({
  externalId: id,
  body: new TextEncoder().encode(body),
  headers: {},
  facts: { at: desk.clock.now().getTime() },
});
const arrive = (...arrivals: Arrival[]) => receive(desk.kernel, { orgId: desk.orgId, inboxId }, arrivals);
const read = async () => {
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
};

test('a lost connection is told in the desk at once, by mail once, and is over when it is back', async () => {
  await set({ owner_id: ana.id, health_state: 'failing', health_at: desk.clock.now() });
  await look();
  expect(await troubles()).toEqual([]);
  minutes(3);
  await look();
  expect(await troubles()).toEqual(['disconnected']);
  expect(mails).toEqual([]);
  minutes(6);
  await look();
  await look();
  expect(mails.map((mail) => mail.to).sort()).toEqual(
    [`${ana.id}@example.com`, `${owner.id}@example.com`].sort(),
  );
  expect(mails[0]?.text).toContain('post: sem conexão com o canal');
  await set({ health_state: 'connected', health_at: desk.clock.now() });
  await look();
  expect(await troubles()).toEqual([]);
  await set({ health_state: 'failing', health_at: desk.clock.now() });
  minutes(3);
  await look();
  minutes(6);
  await look();
  expect(mails).toHaveLength(2);
});

test('silence is told from quiet by the same hours of the weeks before', async () => {
  const hour = 3_600_000;
  expect((await report()).expected).toBeNull();
  const start = Math.floor(desk.clock.now().getTime() / hour) * hour - 21 * 24 * hour;
  // Twenty an hour by day, none at night, for three weeks.
  const rows = Array.from({ length: 21 * 24 }, (_, index) => start + index * hour)
    .filter((at) => new Date(at).getUTCHours() >= 8)
    .map((at) => ({ org_id: desk.orgId, inbox_id: inboxId, hour: new Date(at), inbound: 20 }));
  await desk.as(null, (ctx) => ctx.db.insertInto('inbox_hours').values(rows).execute());
  const today = new Date(desk.clock.now());
  today.setUTCHours(23, 59, 0, 0);
  desk.clock.advance(today.getTime() - desk.clock.now().getTime());
  await set({ last_in_at: desk.clock.now() });
  minutes(8 * 60);
  await look();
  expect(await report()).toMatchObject({ troubles: [], expected: 0 });
  minutes(3 * 60);
  await look();
  expect((await report()).expected).toBeGreaterThan(12);
  expect(await troubles()).toEqual(['silent']);
});

test('backlog, errors by code, poison and replay of all of it', async () => {
  await arrive(arrival('a', 'not json'), arrival('b', 'neither'));
  expect(await report()).toMatchObject({ receipts: { waiting: 2, poison: 0 } });
  await read();
  const talk = await addTalk(desk, inboxId);
  const failed = { org_id: desk.orgId, conversation_id: talk.id, inbox_id: inboxId, leg_id: talk.legId };
  const rows = ['blocked', 'blocked', 'gone'].map((error_code) => ({
    ...failed,
    error_code,
    state: 'failed',
  }));
  await desk.as(null, async (ctx) => {
    for (const row of rows) {
      const id = ctx.ids.uuid();
      await ctx.db
        .insertInto('messages')
        .values({
          org_id: ctx.orgId,
          id,
          conversation_id: talk.id,
          seq: 2 + rows.indexOf(row),
          author_kind: 'person',
          at: ctx.clock.now(),
          content: JSON.stringify({ v: 1, kind: 'text', text: 'x' }),
        })
        .execute();
      await ctx.db
        .insertInto('dispatches')
        .values({ ...row, id: ctx.ids.uuid(), message_id: id, updated_at: ctx.clock.now() })
        .execute();
    }
  });
  await look();
  expect(await troubles()).toEqual(['errors', 'poison']);
  const { dispatches, receipts } = await report();
  expect(receipts).toMatchObject({ waiting: 0, poison: 2 });
  expect(dispatches.errors).toMatchObject([
    { code: 'blocked', state: 'failed', count: 2 },
    { code: 'gone', count: 1 },
  ]);
  expect(await desk.as(owner, (ctx) => replayAll(ctx, { params: { id: inboxId } }))).toEqual({ count: 2 });
  expect((await report()).receipts).toMatchObject({ waiting: 2, poison: 0 });
  minutes(6);
  await look();
  expect(await troubles()).toEqual(['errors', 'backlog']);
});

test('what a platform says of the account stands until somebody has seen it', async () => {
  const id = desk.kernel.ids.uuid();
  const notice = { id, code: 'quality', level: 'warning', text: 'Quality is low' };
  await desk.as(null, (ctx) =>
    ctx.db
      .insertInto('inbox_notices')
      .values({ ...notice, org_id: ctx.orgId, inbox_id: inboxId, at: ctx.clock.now() })
      .execute(),
  );
  await look();
  expect(await troubles()).toEqual(['notice']);
  expect((await report()).notices).toMatchObject([notice]);
  const settle = () => desk.as(owner, (ctx) => settleNotice(ctx, { params: { id: inboxId, noticeId: id } }));
  await settle();
  await look();
  expect(await troubles()).toEqual([]);
  await expect(settle()).rejects.toMatchObject({ code: 'not_found' });
});

test('fetching again since a date brings what is missing, once', async () => {
  const ask = (since: Date) =>
    desk.as(owner, (ctx) =>
      startResync(ctx, { params: { id: inboxId }, body: { since: since.toISOString() } }),
    );
  const before = desk.clock.now();
  platform.arrivals = [arrival('old')];
  minutes(60);
  const since = desk.clock.now();
  platform.arrivals.push(arrival('here'), arrival('lost'));
  await arrive(platform.arrivals[1] as Arrival);
  minutes(60);
  await ask(since);
  await expect(ask(since)).rejects.toMatchObject({ code: 'conflict' });
  const idle = new AbortController().signal;
  expect(await runResyncs(desk.kernel, idle)).toBe(1);
  expect((await report()).resync).toMatchObject({ can: true, last: { state: 'done', found: 2, fresh: 1 } });
  minutes(1);
  await ask(before);
  await runResyncs(desk.kernel, idle);
  expect((await report()).resync.last).toMatchObject({ found: 3, fresh: 1 });
  platform.fail = true;
  minutes(1);
  await ask(before);
  await runResyncs(desk.kernel, idle);
  expect((await report()).resync.last).toMatchObject({ state: 'failed', error: 'the post office is shut' });
  await expect(ask(new Date(before.getTime() - 40 * 86_400_000))).rejects.toMatchObject({ code: 'refused' });
  inboxId = await addInbox(desk, 'chat');
  await expect(ask(before)).rejects.toMatchObject({ code: 'channel_cannot' });
  expect((await report()).resync).toEqual({ can: false, last: null });
});

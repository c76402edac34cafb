import type { Inbox } from '@meada/contract/routes/inboxes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { withinASecond } from '../../kernel/testing/patience.ts';
import { startTestApp, type TestApp } from '../../testing/app.ts';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { startListeners } from './listen.ts';
import type { ListenIo } from './port.ts';
import { channel, openPostOffice, type PostOffice, signed } from './testing.ts';

/** Two processes on one database: people act on `here`; `there` takes webhooks and listens. */
let database: TestDatabase;
let here: Town;
let there: TestApp;
let shop: Shop;
let office: PostOffice;
const heard = new Map<string, ListenIo>();
beforeAll(async () => {
  database = await testDatabase();
  const shared = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  here = await openTown({ database, env: { ...shared, ROLES: 'web' } });
  there = await startTestApp({ database, env: { ...shared, ROLES: 'web' } });
  office = openPostOffice(here.kernel);
  openPostOffice(there.kernel);
  shop = await here.shop('Alfa');
});
afterAll(async () => {
  await there.stop();
  await here.stop();
  await database.drop();
});

const secret = 'canary-5e1f3a9c77';
let boxes = 0;
const add = (box = `A${++boxes}`): Promise<Inbox> =>
  shop.owner.ok('POST', '/api/inboxes', { channel, name: 'Letters', settings: { box, secret } });
let letters = 0;
/** A letter through the other process, signed as it must be. */
async function post(inbox: Inbox): Promise<number> {
  const body = JSON.stringify({ letters: [{ id: `p${++letters}`, from: '+5541988887777', text: 'Oi' }] });
  const url = there.url + new URL(inbox.webhookUrl ?? '').pathname;
  const headers = { 'content-type': 'application/json', 'x-signature': signed(body, secret) };
  return (await fetch(url, { method: 'POST', body, headers })).status;
}
const receipts = (inbox: Inbox) =>
  shop.run((ctx) => ctx.db.selectFrom('receipts').select('id').where('inbox_id', '=', inbox.id).execute());
const audited = async (id: string): Promise<string[]> => {
  const { items } = await shop.owner.ok('GET', '/api/audit');
  return items
    .filter((item: { subject: { id: string } | null }) => item.subject?.id === id)
    .map((item: { action: string }) => item.action);
};

it('an archived inbox is found by nobody, in no process, keeps its conversations, and comes back as it was', async () => {
  const inbox = await add();
  expect(await post(inbox)).toBe(200);
  const calls: string[] = [];
  office.disconnect = async () => void calls.push('disconnect');
  office.connect = async () => void calls.push('connect');
  const archived = await shop.owner.ok('DELETE', `/api/inboxes/${inbox.id}`);
  expect(archived).toMatchObject({ active: false, archivedAt: expect.stringContaining('T') });
  expect(calls).toEqual(['disconnect']);
  await withinASecond(here.kernel, async () => expect(await post(inbox)).toBe(404));
  const kept = await receipts(inbox);
  expect(await post(inbox)).toBe(404);
  expect(await receipts(inbox)).toEqual(kept);
  const change = await shop.owner.call('PATCH', `/api/inboxes/${inbox.id}`, { active: true });
  expect(change).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const renamed = await shop.owner.ok('PATCH', `/api/inboxes/${inbox.id}`, { name: 'Cartas antigas' });
  expect(renamed).toMatchObject({ name: 'Cartas antigas', active: false });
  expect(await post(inbox)).toBe(404);
  const again = await shop.owner.ok('DELETE', `/api/inboxes/${inbox.id}`);
  expect(again.archivedAt).toBe(archived.archivedAt);
  const restored = await shop.owner.ok('POST', `/api/inboxes/${inbox.id}/restore`);
  expect(restored).toMatchObject({ active: true, archivedAt: null, webhookUrl: inbox.webhookUrl });
  expect(restored.settings).toEqual(inbox.settings);
  expect(calls).toEqual(['disconnect', 'connect']);
  await withinASecond(here.kernel, async () => expect(await post(inbox)).toBe(200));
  expect(await audited(inbox.id)).toEqual([
    'inbox.restored',
    'inbox.changed',
    'inbox.archived',
    'inbox.added',
  ]);
});

it('a listener in another process ends within a second, and what it brings afterwards is not stored', async () => {
  const plugin = there.kernel.ports.channels.get(channel);
  if (!plugin) throw new Error('no channel');
  plugin.listen = async (io) => {
    heard.set(io.inbox.id, io);
    await new Promise<void>((resolve) =>
      io.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  };
  const listeners = startListeners(there.kernel);
  const inbox = await add();
  await vi.waitFor(() => expect(heard.has(inbox.id)).toBe(true), 10_000);
  await shop.owner.ok('DELETE', `/api/inboxes/${inbox.id}`);
  await withinASecond(here.kernel, () => expect(heard.get(inbox.id)?.signal.aborted).toBe(true));
  const late = { externalId: 'late', body: Buffer.from('{}'), headers: {}, facts: {} };
  await expect(heard.get(inbox.id)?.deliver([late], 'late')).rejects.toThrow();
  expect(await receipts(inbox)).toEqual([]);
  await listeners.stop();
});

it('an address that another inbox took meanwhile cannot be had back', async () => {
  const first = await add('shared box');
  await shop.owner.ok('DELETE', `/api/inboxes/${first.id}`);
  await add('shared box');
  const answer = await shop.owner.call('POST', `/api/inboxes/${first.id}/restore`);
  expect(answer.status).toBe(409);
  expect(await shop.owner.ok('GET', `/api/inboxes/${first.id}`)).toMatchObject({ active: false });
});

it('tells what hangs on an inbox; who may not manage inboxes neither sees nor archives', async () => {
  const inbox = await add();
  const use = await shop.owner.ok('GET', `/api/inboxes/${inbox.id}/use`);
  expect(use).toEqual({ conversations: 0, openConversations: 0, queuedDispatches: 0 });
  const { browser } = await shop.join('supervisor');
  for (const [method, path] of [
    ['GET', 'use'],
    ['POST', 'restore'],
  ] as const) {
    expect((await browser.call(method, `/api/inboxes/${inbox.id}/${path}`)).status).toBe(403);
  }
  expect((await browser.call('DELETE', `/api/inboxes/${inbox.id}`)).status).toBe(403);
});

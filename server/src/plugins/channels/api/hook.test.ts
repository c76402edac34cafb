import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiSimulator, startApi } from '../../../../../simulators/src/api/index.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import {
  answer,
  type Inbox,
  openInbox,
  reaches,
  receiptCount,
  said,
  secret,
  settled,
  thread,
} from './testing.ts';

let system: ApiSimulator;
let town: Town;
let shop: Shop;
let inbox: Inbox;
let shops = 0;

beforeAll(async () => {
  system = await startApi({ secret });
  town = await openTown({ env: { EGRESS_ALLOW: system.allow.join(',') } });
});
afterAll(async () => {
  await town.stop();
  await system.stop();
});

async function fresh(settings: Record<string, string> = { deliverUrl: system.deliverUrl }): Promise<void> {
  shop = await town.shop(`Loja${++shops}`);
  inbox = await openInbox(shop, settings);
}

const push = async (items: unknown[], how: Parameters<ApiSimulator['push']>[2] = {}) => {
  const response = await system.push(inbox.webhookUrl, items, how);
  const text = await response.text();
  return { status: response.status, ...(text.startsWith('{') ? JSON.parse(text) : {}) };
};

it('a missing, wrong or late signature is 401 and stores nothing', async () => {
  await fresh();
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const bare = await fetch(inbox.webhookUrl, {
    method: 'POST',
    body: JSON.stringify({ items: [said('a')] }),
  });
  expect(bare.status).toBe(401);
  expect((await push([said('a')], { secret: other })).code).toBe('bad_signature');
  for (const ms of [-301_000, 310_000])
    expect((await push([said('a')], { at: new Date(Date.now() + ms) })).status).toBe(401);
  expect((await push([said('a')], { id: 'with.stop' })).status).toBe(401);
  expect(await receiptCount(shop)).toBe(0);
});

it('an inbox without a secret takes nothing by webhook', async () => {
  await fresh({ secret: '' });
  expect((await push([said('a')])).status).toBe(401);
});

it('what is malformed is 400 with its field and stores nothing, not even its neighbours', async () => {
  await fresh();
  const unknown = await push([said('a'), said('b', { admin: true })]);
  expect(unknown).toMatchObject({ status: 400, code: 'malformed', field: 'body.items.1.admin' });
  expect((await push([said('a', { text: '' })])).field).toBe('body.items.0.text');
  expect((await push([])).field).toBe('body.items');
  expect(await receiptCount(shop)).toBe(0);
});

it('lesson D1: 64 copies at once are one message', async () => {
  await fresh();
  const item = said('same');
  const statuses = await Promise.all(Array.from({ length: 64 }, async () => (await push([item])).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  await settled(shop);
  const { items } = await thread(shop);
  expect(items.filter((message) => message.author.kind === 'customer')).toHaveLength(1);
});

it('a user writes, is answered, and everything that happens to messages comes through', async () => {
  await fresh();
  const url = system.file('etiqueta.txt', new TextEncoder().encode('lote 312'), 'text/plain');
  const files = [
    { name: 'a.txt', type: 'text/plain', base64: Buffer.from('olá').toString('base64') },
    { name: 'etiqueta.txt', type: 'text/plain', url },
  ];
  expect((await push([said('m1'), said('m2', { attachments: files }), said('m3')])).status).toBe(200);
  await settled(shop);
  const { id } = await thread(shop);
  system.failNext({ how: 'answer', status: 429, headers: { 'retry-after': '1' } });
  const first = await answer(shop, id, 'Tem, sim!');
  const second = await answer(shop, id, 'Separo três?');
  await reaches(shop, second.id, 'sent');
  expect(system.received().map((message) => [message.to.id, message.text])).toEqual([
    ['cli-1042', 'Tem, sim!'],
    ['cli-1042', 'Separo três?'],
  ]);
  const [theirs] = system.received();
  const at = new Date().toISOString();
  const from = { id: 'cli-1042' };
  await push([
    { kind: 'status', externalId: `sys-${theirs?.id}`, state: 'read', at },
    { kind: 'edit', externalId: 'm1', at, text: 'Oi, bom dia' },
    { kind: 'deletion', externalId: 'm3', at },
    { kind: 'reaction', externalId: theirs?.id, from, emoji: '🧶', at },
    { kind: 'typing', from, at },
    said('m4', { replyTo: theirs?.id, content: { kind: 'button_reply', id: 's', text: 'Sim' }, text: '' }),
  ]);
  await settled(shop);
  await reaches(shop, first.id, 'read');
  const { items } = await thread(shop);
  const byText = (text: string) => items.find((message) => message.content.text === text);
  expect(byText('Oi, bom dia').editedAt).not.toBeNull();
  expect(items.filter((message) => message.deletedAt)).toHaveLength(1);
  expect(byText('Tem, sim!').reactions).toHaveLength(1);
  expect(byText('Sim').replyTo).toMatchObject({ seq: byText('Tem, sim!').seq });
  expect(byText('Oi m2').attachments.map((file: { name: string }) => file.name)).toEqual([
    'a.txt',
    'etiqueta.txt',
  ]);
});

it('410 fails the message with a sentence, once', async () => {
  await fresh();
  await push([said('m1')]);
  await settled(shop);
  const before = system.attempts.length;
  system.failNext({ how: 'answer', status: 410, body: 'user left' });
  const { id } = await thread(shop);
  const sent = await answer(shop, id, 'Ainda aí?');
  await reaches(shop, sent.id, 'failed');
  expect(system.attempts.length).toBe(before + 1);
});

it('lesson 42: a claimed e-mail of somebody else opens nothing', async () => {
  await fresh();
  const victim = { id: 'vitima', email: 'v@exemplo.com.br', emailVerified: true };
  await push([said('v1', { from: victim })]);
  await settled(shop);
  await push([said('x1', { from: { id: 'outro', email: 'v@exemplo.com.br' } })]);
  await settled(shop);
  const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
  expect(items).toHaveLength(2);
  await push([said('w1', { from: { ...victim, id: 'vitima-no-app' } })]);
  await settled(shop);
  const after = await shop.owner.ok('GET', '/api/conversations?view=all');
  expect(after.items).toHaveLength(2);
});

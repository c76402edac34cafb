import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';

let town: Town;
let shop: Shop;
let inboxId: string;

beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  const settings = { place: 'Loja da Rua Riachuelo' };
  inboxId = (await shop.owner.ok('POST', '/api/inboxes', { channel: 'counter', name: 'Balcão', settings }))
    .id;
});
afterAll(() => town.stop());

const content = { kind: 'visit', text: 'Trocou dois novelos.', place: 'Loja da Rua Riachuelo' };
const phone = { kind: 'phone', value: '41 98888-7777', name: 'Marina' };
const start = (body: object) =>
  shop.owner.call('POST', '/api/conversations', { clientId: randomUUID(), inboxId, content, ...body });
const tables = ['customers', 'identities', 'dispatches', 'messages'] as const;
const counts = () =>
  shop.run(async (ctx) => {
    const rows = tables.map((table) => ctx.db.selectFrom(table).select('org_id').execute());
    return Object.fromEntries((await Promise.all(rows)).map((found, at) => [tables[at], found.length]));
  });

it('a visit is written down for somebody known by telephone, and nothing leaves', async () => {
  const clientId = randomUUID();
  const made = await start({ address: phone, clientId });
  expect(made.status, made.text).toBe(200);
  expect((await start({ address: phone, clientId })).body.id).toBe(made.body.id);
  const { items } = await shop.owner.ok('GET', `/api/conversations/${made.body.id}/messages`);
  expect(items.map((item: { content: object }) => item.content)).toEqual([{ v: 1, ...content }]);
  expect(await counts()).toEqual({ customers: 1, identities: 1, dispatches: 0, messages: 1 });
});

it('the next visit of the same customer makes nobody new', async () => {
  const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
  const again = await start({ customerId: items[0].customer.id });
  expect(again.status, again.text).toBe(200);
  expect(await counts()).toMatchObject({ customers: 1, identities: 1, messages: 2 });
});

it('nothing else can be said over a counter, and no visit over another channel', async () => {
  const before = await counts();
  const other = { ...phone, value: '41 97777-6666' };
  const text = await start({ address: other, content: { kind: 'text', text: 'oi' } });
  expect([text.status, text.body.code]).toEqual([422, 'channel_cannot']);
  const chat = await shop.owner.ok('POST', '/api/inboxes', {
    channel: 'webchat',
    name: 'Chat',
    settings: { name: 'Loja' },
  });
  const visit = await start({ address: other, inboxId: chat.id });
  expect([visit.status, visit.body.code]).toEqual([422, 'channel_cannot']);
  expect(await counts()).toEqual(before);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { startTestApp } from '../../../testing/app.ts';
import {
  answer,
  type Inbox,
  openInbox,
  program,
  reaches,
  receiptCount,
  said,
  settled,
  thread,
} from './testing.ts';

let town: Town;
let shop: Shop;
let inbox: Inbox;
let call: Awaited<ReturnType<typeof program>>;
const path = (rest: string, of: Inbox = inbox) => `/api/channel/${of.id}/${rest}`;

beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  inbox = await openInbox(shop, { secret: '' });
  call = await program(town.url, shop);
});
afterAll(() => town.stop());

const textsOf = (page: { body: { items: { text: string }[] } }) => page.body.items.map((item) => item.text);

it('a key with the scope hands in; people, other keys and other inboxes do not', async () => {
  const body = { items: [said('m1'), said('m1'), said('m2')] };
  const other = await town.shop('Beta');
  const stranger = await program(town.url, other);
  const reader = await program(town.url, shop, ['conversations.read']);
  const counter = { channel: 'counter', name: 'Balcão', settings: { place: 'Loja' } };
  const elsewhere = await shop.owner.ok('POST', '/api/inboxes', counter);
  expect((await reader('POST', path('messages'), body)).status).toBe(403);
  expect((await shop.owner.call('POST', path('messages'), body)).status).toBe(403);
  expect((await stranger('POST', path('messages'), body)).status).toBe(404);
  expect((await stranger('GET', path('outbox'))).status).toBe(404);
  expect((await stranger('POST', path('outbox/ack'), { items: [{ id: inbox.id }] })).status).toBe(404);
  expect((await call('POST', path('messages', elsewhere), body)).status).toBe(404);
  expect((await call('GET', path('outbox', elsewhere))).status).toBe(404);
  expect(await receiptCount(shop)).toBe(0);
  const refused = await call('POST', path('messages'), { items: [said('m1', { admin: 1 })] });
  expect([refused.status, refused.body.field]).toEqual([400, 'body.items.0.admin']);
  expect(await call('POST', path('messages'), body)).toMatchObject({ status: 200, body: { accepted: 3 } });
  await settled(shop);
  expect((await thread(shop)).items.map((item) => item.content.text)).toEqual(['Oi m1', 'Oi m2']);
});

it('what waits is pulled until it is acknowledged; nothing is lost by a kill between the two', async () => {
  const { id } = await thread(shop);
  for (const text of ['um', 'dois', 'três']) await answer(shop, id, text);
  const last = await answer(shop, id, 'quatro');
  await reaches(shop, last.id, 'sent');
  const first = await call('GET', path('outbox?limit=2'));
  expect(textsOf(first)).toEqual(['um', 'dois']);
  const rest = await call('GET', path(`outbox?after=${first.body.next}`));
  expect([textsOf(rest), rest.body.next]).toEqual([['três', 'quatro'], null]);
  // The puller dies here, and so does the server; another one on the same database goes on.
  const again = await startTestApp({ database: town.database });
  try {
    const reborn = await program(again.url, shop);
    const pulled = await reborn('GET', path('outbox'));
    expect(pulled.body.items).toEqual([...first.body.items, ...rest.body.items]);
    const [um, dois] = pulled.body.items;
    const ack = { items: [{ id: um.id, externalId: 'sys-um' }, { id: dois.id }] };
    // The answer to an acknowledgement may be lost, too: it is sent again, by both at once.
    const both = await Promise.all([reborn, call].map((one) => one('POST', path('outbox/ack'), ack)));
    expect(both.map(({ body }) => body.acknowledged).sort()).toEqual([0, 2]);
    expect(textsOf(await call('GET', path('outbox')))).toEqual(['três', 'quatro']);
  } finally {
    await again.stop();
  }
});

it('an acknowledged message is delivered, and known by both ids', async () => {
  const { items } = await thread(shop);
  const um = items.find((item) => item.content.text === 'um');
  await reaches(shop, um.id, 'delivered');
  const at = new Date().toISOString();
  await call('POST', path('messages'), {
    items: [{ kind: 'status', externalId: 'sys-um', state: 'read', at }],
  });
  await settled(shop);
  await reaches(shop, um.id, 'read');
});

it('another inbox neither sees nor acknowledges what waits', async () => {
  const second = await openInbox(shop, { secret: '' });
  expect((await call('GET', path('outbox', second))).body.items).toEqual([]);
  const [waiting] = (await call('GET', path('outbox'))).body.items;
  const ack = await call('POST', path('outbox/ack', second), { items: [{ id: waiting.id }] });
  expect(ack.body).toEqual({ acknowledged: 0 });
  expect((await call('GET', path('outbox'))).body.items[0]).toEqual(waiting);
});

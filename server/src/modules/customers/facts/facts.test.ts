import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { settled as allRead } from '../../../testing/matrix/settled.ts';
import { makeBrowser } from '../../people/testing-browser.ts';
import { openTown, type Shop, type Town } from '../testing.ts';

/** What a customer says in the chat is kept; asking for it again is seen, once. */

let town: Town;
let shop: Shop;
let inbox: { id: string; publicKey: string };
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  inbox = await shop.owner.ok('POST', '/api/inboxes', {
    channel: 'webchat',
    name: 'Site',
    settings: { name: 'Site' },
  });
});
afterAll(() => town.stop());

type Talk = {
  say(text: string): Promise<unknown>;
  ask(text: string): Promise<unknown>;
  customerId: string;
  id: string;
};

async function talk(): Promise<Talk> {
  const visitor = makeBrowser(town.url);
  const { token } = await visitor.ok('POST', `/api/chat/${inbox.publicKey}/session`, {});
  visitor.headers.authorization = `Bearer ${token}`;
  const say = (text: string) => visitor.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });
  const mark = `Oi ${randomUUID()}`;
  await say(mark);
  const item = await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
    const found = items.find((one: { preview: { text: string } | null }) => one.preview?.text === mark);
    if (!found) throw new Error('not here yet');
    return found;
  }, 15_000);
  const ask = (text: string) =>
    shop.owner.ok('POST', `/api/conversations/${item.id}/messages`, {
      clientId: randomUUID(),
      content: { kind: 'text', text },
    });
  return { say, ask, customerId: item.customer.id, id: item.id };
}

/** Until the log is read to its end. */
const settled = (): Promise<void> => allRead(town, 'facts');
const questions = () =>
  shop.run((ctx) =>
    ctx.db.selectFrom('fact_questions').select(['kind', 'known', 'conversation_id']).orderBy('at').execute(),
  );
const facts = async (customerId: string) =>
  (await shop.owner.ok('GET', `/api/customers/${customerId}/facts`)).items as Record<string, unknown>[];
const arrived = (id: string, text: string) =>
  vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', `/api/conversations/${id}/messages`);
    if (!JSON.stringify(items).includes(text)) throw new Error('not here yet');
  }, 15_000);

it('what is told is known with its source; asking again is a repetition, asking first is not', async () => {
  const one = await talk();
  await one.ask('Qual é o seu CPF?');
  await settled();
  await one.say('529.982.247-25');
  await arrived(one.id, '529.982.247-25');
  await settled();
  const cpf = (await facts(one.customerId)).find(({ kind }) => kind === 'cpf');
  expect(cpf).toMatchObject({
    display: '***.982.247-**',
    value: null,
    source: 'message',
    channel: 'webchat',
    conversationId: one.id,
    confidence: expect.closeTo(0.9, 2),
  });
  await one.ask('Pode me confirmar seu CPF?');
  await one.ask('Obrigada!');
  await settled();
  const mine = (await questions()).filter((row) => row.conversation_id === one.id);
  expect(mine).toMatchObject([
    { kind: 'cpf', known: false },
    { kind: 'cpf', known: true },
  ]);
  const report = await shop.owner.ok('GET', '/api/reports/repetition');
  expect(report.total).toEqual({ asked: 2, repeated: 1 });
  expect(report.authors).toMatchObject([{ id: shop.ownerId, name: 'Owner of Alfa', asked: 2, repeated: 1 }]);
  expect(report.inboxes).toMatchObject([{ id: inbox.id, name: 'Site', repeated: 1 }]);
  // The log read once more counts nothing twice.
  await town.kernel.database.asSystem((db) =>
    db.deleteFrom('event_cursors').where('name', '=', 'facts').execute(),
  );
  await shop.owner.ok('PATCH', `/api/customers/${one.customerId}`, { notes: 'x' });
  await settled();
  expect((await shop.owner.ok('GET', '/api/reports/repetition')).total).toEqual({ asked: 2, repeated: 1 });
  const { browser } = await shop.join('agent');
  expect((await browser.call('GET', '/api/reports/repetition')).status).toBe(403);
});

it('an order of another matter is no answer; one that was told to be wrong is offered no more', async () => {
  const one = await talk();
  await one.say('É sobre o pedido nº 45123');
  await arrived(one.id, '45123');
  await settled();
  const order = (await facts(one.customerId)).find(({ kind }) => kind === 'order_number');
  expect(order).toMatchObject({ value: '45123' });
  await one.ask('Me passa o número do pedido?');
  await settled();
  const own = (await questions()).filter((row) => row.conversation_id === one.id);
  expect(own).toMatchObject([{ kind: 'order_number', known: true }]);
  await shop.owner.ok('DELETE', `/api/customers/${one.customerId}/facts/${order?.id}`);
  await one.say('como disse, pedido 45123');
  await arrived(one.id, 'como disse');
  await settled();
  expect((await facts(one.customerId)).some(({ kind }) => kind === 'order_number')).toBe(false);
});

it('a bot writes down what it was told, by its key, and finds it again', async () => {
  const one = await talk();
  const key = await shop.owner.ok('POST', '/api/keys', {
    name: 'Robô',
    scopes: ['customers.read', 'customers.write'],
  });
  const bot = makeBrowser(town.url);
  bot.headers.authorization = `Bearer ${key.secret}`;
  const path = `/api/customers/${one.customerId}/facts`;
  expect((await bot.call('POST', path, { kind: 'cep', value: '123' })).status).toBe(422);
  await bot.ok('POST', path, { kind: 'cep', value: '80010000', conversationId: one.id });
  const { items } = await bot.ok('GET', path);
  expect(items).toMatchObject([{ kind: 'cep', value: '80010-000', source: 'key', by: 'Robô' }]);
});

it('notes among people and what is said of others are nobody’s facts', async () => {
  const one = await talk();
  await one.say('o CPF do meu marido é 529.982.247-25');
  await arrived(one.id, 'marido');
  await shop.owner.ok('POST', `/api/conversations/${one.id}/messages`, {
    clientId: randomUUID(),
    internal: true,
    content: { kind: 'text', text: 'Qual é o CPF dela?' },
  });
  await settled();
  expect(await facts(one.customerId)).toEqual([]);
  expect((await questions()).filter((row) => row.conversation_id === one.id)).toEqual([]);
});

it('a form asks a returning visitor for nothing they gave; it tells no value', async () => {
  const visitor = makeBrowser(town.url);
  const path = `/api/chat/${inbox.publicKey}/session`;
  const first = await visitor.ok('POST', path, {});
  expect(first.config.known).toEqual([]);
  visitor.headers.authorization = `Bearer ${first.token}`;
  await visitor.ok('PUT', '/api/chat/contact', { name: 'Ana Souza', email: 'ana@exemplo.com.br' });
  const again = await visitor.ok('POST', path, { token: first.token });
  expect(again.config.known).toEqual(['name', 'email']);
  expect(JSON.stringify(again)).not.toContain('ana@exemplo.com.br');
  const stranger = await makeBrowser(town.url).ok('POST', path, {});
  expect(stranger.config.known).toEqual([]);
});

it('of what was told where somebody does not look they know the person, and neither the matter nor the place', async () => {
  const one = await talk();
  await one.say('Meu e-mail é lia@fatos.example, pedido 45127');
  await arrived(one.id, '45127');
  await settled();
  const kindsOf = (list: Record<string, unknown>[]) =>
    list.flatMap(({ kind, conversationId, channel }) =>
      ['email', 'order_number'].includes(String(kind)) ? [{ kind, conversationId, channel }] : [],
    );
  const place = { conversationId: one.id, channel: 'webchat' };
  expect(kindsOf(await facts(one.customerId))).toEqual([
    { kind: 'email', ...place },
    { kind: 'order_number', ...place },
  ]);
  const { id: personId, browser } = await shop.join('agent', { visibility: 'assigned' });
  const path = `/api/customers/${one.customerId}/facts`;
  const { items } = await browser.ok('GET', path);
  expect(kindsOf(items)).toEqual([{ kind: 'email', conversationId: null, channel: null }]);
  const order = (await facts(one.customerId)).find(({ kind }) => kind === 'order_number');
  expect((await browser.call('DELETE', `${path}/${order?.id}`)).status).toBe(404);
  await shop.owner.ok('PUT', `/api/conversations/${one.id}/assignment`, { assigneeId: personId });
  expect(kindsOf((await browser.ok('GET', path)).items)).toHaveLength(2);
});

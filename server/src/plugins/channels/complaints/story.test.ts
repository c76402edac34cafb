import { randomUUID } from 'node:crypto';
import dns from 'node:dns';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  type Complaints,
  startComplaints,
  startDns,
} from '../../../../../simulators/src/complaints/index.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';

/** A consumer, the site, its signed notices over real SMTP and DNS, and the desk. */
let site: Complaints;
let names: Awaited<ReturnType<typeof startDns>>;
let town: Town;
let shop: Shop;
let inboxId: string;
let port: number;
const before = dns.getServers();
const address = 'reclamacoes@meada.loja.example';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const found = (probe.address() as { port: number }).port;
      probe.close(() => resolve(found));
    });
  });

beforeAll(async () => {
  site = await startComplaints();
  names = await startDns(site.zone);
  dns.setServers([names.address]);
  port = await freePort();
  town = await openTown({ env: { MAIL_PORT: String(port) } });
  shop = await town.shop('Alfa');
  const inbox = await shop.owner.ok('POST', '/api/inboxes', {
    channel: 'complaints',
    name: 'Queixa Aqui',
    settings: { address, sites: ['Queixa Aqui | queixa.example, 127.0.0.1 | 10 úteis | 10'] },
  });
  inboxId = inbox.id;
  site.noticesTo({ smtp: { host: '127.0.0.1', port }, to: address });
});
afterAll(async () => {
  dns.setServers(before);
  await town?.stop();
  await names?.stop();
  await site?.stop();
});

type Parsed = ReturnType<typeof JSON.parse>;
const soon = { timeout: 15_000, interval: 50 };
const conversationOf = (name: string): Promise<Parsed> =>
  vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
    const item = items.find((one: Parsed) => one.customer.name === name);
    if (!item) throw new Error(`${name} is not here yet`);
    return shop.owner.ok('GET', `/api/conversations/${item.id}`);
  }, soon);
const messagesOf = async (id: string): Promise<Parsed[]> =>
  (await shop.owner.ok('GET', `/api/conversations/${id}/messages`)).items;
const publicLeg = (conversation: Parsed): Parsed =>
  conversation.legs.find((leg: Parsed) => leg.side === 'public');
const consumer = { name: 'Davi Rocha', email: 'davi@cliente.example', phone: '(41) 98811-2233' };

/** Writes an answer, and pastes it on the site as a person does. */
async function answer(conversation: Parsed, text: string): Promise<Parsed> {
  const sent = await shop.owner.ok('POST', `/api/conversations/${conversation.id}/messages`, {
    clientId: randomUUID(),
    legId: publicLeg(conversation).id,
    content: { kind: 'text', text },
  });
  return vi.waitFor(async () => {
    const waiting = (await messagesOf(conversation.id)).find((one) => one.id === sent.id);
    expect(waiting?.dispatch.state).toBe('by_hand');
    return waiting;
  }, soon);
}

it('notice, pasted answer, reply and rating are one conversation; only the paste answers the duty', async () => {
  const id = await site.consumerComplains(consumer, { title: 'Lã não chegou', text: 'Vinte dias!\nE nada.' });
  let conversation = await conversationOf('Davi Rocha');
  expect(conversation).toMatchObject({
    subject: 'Lã não chegou',
    duties: [{ kind: 'complaint', state: 'open', url: site.linkOf(id) }],
  });
  expect(publicLeg(conversation).url).toBe(site.linkOf(id));
  expect((await messagesOf(conversation.id))[0]).toMatchObject({
    visibility: 'public',
    content: { text: 'Vinte dias!\nE nada.' },
    facts: { reference: id, site: 'Queixa Aqui' },
  });

  const waiting = await answer(conversation, 'Enviamos hoje, com o rastreio.');
  conversation = await conversationOf('Davi Rocha');
  expect(conversation.duties[0].state).toBe('open');
  const form = new URLSearchParams({ text: waiting.content.text });
  await fetch(site.linkOf(id), { method: 'POST', body: form });
  expect(site.complaint(id)?.words.at(-1)).toMatchObject({
    by: 'firm',
    text: 'Enviamos hoje, com o rastreio.',
  });
  const url = site.linkOf(id);
  const published = await shop.owner.ok('POST', `/api/messages/${waiting.id}/published`, { url });
  expect(published).toMatchObject({ dispatch: { state: 'sent' }, facts: { url } });
  conversation = await conversationOf('Davi Rocha');
  expect(conversation.duties[0].state).toBe('answered');

  await site.consumerReplies(id, 'O rastreio não funciona.');
  await vi.waitFor(async () => {
    conversation = await conversationOf('Davi Rocha');
    expect(conversation.duties[0].state).toBe('open');
  }, soon);
  const second = await answer(conversation, 'Agora funciona, desculpe.');
  await shop.owner.ok('POST', `/api/messages/${second.id}/published`, {});
  await site.consumerRates(id, { mark: 8, solved: true, text: 'Resolveram.' });
  await vi.waitFor(async () => {
    conversation = await conversationOf('Davi Rocha');
    expect(conversation.duties[0]).toMatchObject({ state: 'answered', rating: 0.8 });
  }, soon);
  const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
  expect(items).toHaveLength(1);
}, 60_000);

it('who only says they are the site writes an ordinary mail', async () => {
  const lines = ['ID: 70000000', 'Réplica: Paguem neste link.'];
  await site.forge(
    { smtp: { host: '127.0.0.1', port }, to: address },
    { subject: 'Réplica do consumidor', lines },
  );
  const conversation = await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
    expect(items).toHaveLength(2);
    return shop.owner.ok('GET', `/api/conversations/${items[0].id}`);
  }, soon);
  expect(conversation.duties).toEqual([]);
  expect(conversation.legs).toMatchObject([{ side: 'private' }]);
  const [message] = await messagesOf(conversation.id);
  expect(message.facts).toMatchObject({ unproven: true });
  const victim = await conversationOf('Davi Rocha');
  expect(victim.duties[0].state).toBe('answered');
}, 30_000);

it('what was read on the site is written down once, and a later notice of that number joins it', async () => {
  const said = {
    clientId: randomUUID(),
    site: 'Queixa Aqui',
    reference: '70000001',
    text: 'Veio a cor errada.',
    customer: { name: 'Eva Melo' },
  };
  const path = `/api/inboxes/${inboxId}/public-matters`;
  await shop.owner.ok('POST', path, said);
  await shop.owner.ok('POST', path, said);
  const conversation = await conversationOf('Eva Melo');
  expect(conversation.duties).toMatchObject([{ state: 'open', dueAt: expect.any(String) }]);
  const eva = { name: 'Eva Melo', email: 'eva@cliente.example', phone: '(41) 98811-4455' };
  expect(await site.consumerComplains(eva, { title: 'Cor errada', text: 'Veio a cor errada.' })).toBe(
    '70000001',
  );
  await vi.waitFor(async () => expect(await messagesOf(conversation.id)).toHaveLength(2), soon);
}, 30_000);

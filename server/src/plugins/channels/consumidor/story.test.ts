import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  type Consumidor,
  demoFirm,
  startConsumidor,
} from '../../../../../simulators/src/consumidor/index.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';

/** A consumer, the site and the desk, over the whole server. */
let site: Consumidor;
let town: Town;
let shop: Shop;
let inboxId: string;

beforeAll(async () => {
  site = await startConsumidor();
  town = await openTown({ env: { EGRESS_ALLOW: site.allow.join(',') } });
  shop = await town.shop('Alfa');
  const { name: _, ...credentials } = demoFirm;
  const settings = { ...credentials, apiUrl: site.apiUrl, pause: 1 };
  const inbox = await shop.owner.ok('POST', '/api/inboxes', {
    channel: 'consumidor',
    name: 'Consumidor.gov.br',
    settings,
  });
  inboxId = inbox.id;
  expect((await shop.owner.ok('POST', `/api/inboxes/${inboxId}/test`, {})).ok).toBe(true);
});
afterAll(async () => {
  await town?.stop();
  await site?.stop();
});

type Parsed = ReturnType<typeof JSON.parse>;
const soon = { timeout: 15_000, interval: 50 };
const davi = {
  name: 'Davi Rocha',
  cpf: '529.982.247-25',
  email: 'davi@cliente.example',
  phone: '5541988112233',
};
const eva = { name: 'Eva Melo', cpf: '111.444.777-35' };

const conversationOf = (name: string): Promise<Parsed> =>
  vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
    const item = items.find((one: Parsed) => one.customer.name === name);
    if (!item) throw new Error(`${name} is not here yet`);
    return shop.owner.ok('GET', `/api/conversations/${item.id}`);
  }, soon);
const messagesOf = async (id: string): Promise<Parsed[]> =>
  (await shop.owner.ok('GET', `/api/conversations/${id}/messages`)).items;
const answer = (conversation: Parsed, text: string): Promise<Parsed> =>
  shop.owner.ok('POST', `/api/conversations/${conversation.id}/messages`, {
    clientId: randomUUID(),
    legId: conversation.legs[0].id,
    content: { kind: 'text', text },
  });
const stateOf = async (conversationId: string, id: string): Promise<string> =>
  (await messagesOf(conversationId)).find((one) => one.id === id)?.dispatch.state;

it('a complaint comes with deadline and file, is answered on the site by hand, and rated', async () => {
  const files = [{ name: 'nota.txt', type: 'text/plain', bytes: new TextEncoder().encode('nota') }];
  const protocol = site.consumerComplains(davi, {
    about: 'Vestuário',
    text: 'Não entregaram.',
    wish: 'Quero o dinheiro de volta.',
    files,
  });
  let conversation = await conversationOf('Davi Rocha');
  expect(conversation.subject).toBe('Vestuário – Oferta não cumprida');
  expect(conversation.duties).toMatchObject([{ kind: 'complaint', state: 'open' }]);
  const days = (Date.parse(conversation.duties[0].dueAt) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(9);
  await vi.waitFor(async () => {
    const [first] = await messagesOf(conversation.id);
    expect(first.attachments).toMatchObject([{ name: 'nota.txt', state: 'ready' }]);
  }, soon);

  const words = 'Estornamos o valor hoje.\n\nDesculpe o transtorno.';
  const sent = await answer(conversation, words);
  await vi.waitFor(async () => expect(await stateOf(conversation.id, sent.id)).toBe('by_hand'), soon);
  // Nobody says that it was pasted: the site shows it.
  site.firmAnswers(protocol, words.replace(/\n+/, '  '));
  await vi.waitFor(async () => expect(await stateOf(conversation.id, sent.id)).toBe('sent'), soon);

  site.consumerAdds(protocol, 'O estorno chegou.');
  await vi.waitFor(async () => {
    conversation = await conversationOf('Davi Rocha');
    expect(conversation.duties[0]).toMatchObject({ state: 'open' });
  }, soon);
  await shop.owner
    .ok('POST', `/api/messages/${(await answer(conversation, 'Obrigada!')).id}/published`, {})
    .catch(() => undefined);
  site.consumerRates(protocol, { mark: 4, solved: true });
  await vi.waitFor(async () => {
    conversation = await conversationOf('Davi Rocha');
    expect(conversation.duties[0]).toMatchObject({ rating: 0.75 });
  }, soon);
  const said = (await messagesOf(conversation.id)).filter((one) => one.author.kind === 'customer');
  expect(said.at(-1)).toMatchObject({ visibility: 'public', facts: { solved: true } });
}, 60_000);

it('by the API, where the owner has set it: sent once, refusals shown, no answer unknown', async () => {
  await shop.owner.ok('PATCH', `/api/inboxes/${inboxId}`, { settings: { answers: 'api' } });
  const protocol = site.consumerComplains(eva, { about: 'Livros', text: 'Veio rasgado.' });
  let conversation = await conversationOf('Eva Melo');
  site.expireTokens();
  const sent = await answer(conversation, 'Enviamos outro.');
  await vi.waitFor(async () => expect(await stateOf(conversation.id, sent.id)).toBe('sent'), soon);
  await vi.waitFor(async () => {
    conversation = await conversationOf('Eva Melo');
    expect(conversation.duties[0]).toMatchObject({ state: 'answered' });
  }, soon);
  const answers = () =>
    site.complaint(protocol)?.tramites.filter((step) => step.tipo.descricao === 'Resposta');
  expect(answers()).toHaveLength(1);
  site.consumerRates(protocol, { mark: 1, solved: false });
  const late = await answer(conversation, 'Ainda podemos ajudar?');
  await vi.waitFor(async () => expect(await stateOf(conversation.id, late.id)).toBe('failed'), soon);
  expect(answers()).toHaveLength(1);
}, 60_000);

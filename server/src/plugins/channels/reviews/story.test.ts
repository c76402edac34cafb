import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { demoProject, type Reviews, startReviews } from '../../../../../simulators/src/reviews/index.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';

/** A reviewer, the reviews API and the desk, over the whole server. */
let platform: Reviews;
let town: Town;
let shop: Shop;
let inboxId: string;

beforeAll(async () => {
  platform = await startReviews();
  town = await openTown({ env: { EGRESS_ALLOW: platform.allow.join(',') } });
  shop = await town.shop('Alfa');
  const { refreshToken, clientSecret, ...open } = demoProject;
  const settings = {
    ...open,
    refreshToken,
    clientSecret,
    apiUrl: platform.url,
    oauthUrl: platform.tokenUrl,
    pause: 1,
  };
  const inbox = await shop.owner.ok('POST', '/api/inboxes', { channel: 'reviews', name: 'Google', settings });
  inboxId = inbox.id;
  const test = await shop.owner.ok('POST', `/api/inboxes/${inboxId}/test`, {});
  expect(test.ok).toBe(true);
});
afterAll(async () => {
  await town?.stop();
  await platform?.stop();
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
const answer = (conversation: Parsed, text: string): Promise<Parsed> =>
  shop.owner.ok('POST', `/api/conversations/${conversation.id}/messages`, {
    clientId: randomUUID(),
    legId: conversation.legs[0].id,
    content: { kind: 'text', text },
  });

it('a review with two stars is answered, changed by its author, answered anew and deleted', async () => {
  const id = platform.customerReviews({ name: 'Célia Nunes', stars: 2, text: 'Desbotou.' });
  let conversation = await conversationOf('Célia Nunes');
  expect(conversation.legs).toMatchObject([{ side: 'public' }]);
  // There is no private side: none is proposed.
  expect(conversation.writtenFrom).toEqual([]);
  expect(conversation.duties).toMatchObject([{ kind: 'review', state: 'open', rating: 0.25 }]);

  platform.failNext({ status: 429, retryAfter: 1 });
  await answer(conversation, 'Sentimos muito, vamos trocar.');
  await vi.waitFor(
    () => expect(platform.review(id)?.reviewReply?.comment).toBe('Sentimos muito, vamos trocar.'),
    soon,
  );
  await vi.waitFor(async () => {
    conversation = await conversationOf('Célia Nunes');
    expect(conversation.duties).toMatchObject([{ state: 'answered' }]);
  }, soon);

  platform.customerEdits(id, { stars: 4, text: 'Trocaram na hora.' });
  await vi.waitFor(async () => {
    conversation = await conversationOf('Célia Nunes');
    expect(conversation.duties).toMatchObject([{ state: 'open', rating: 0.75 }]);
    const [first] = await messagesOf(conversation.id);
    expect(first).toMatchObject({ content: { text: '★★★★☆\n\nTrocaram na hora.' } });
  }, soon);
  const second = await answer(conversation, 'Obrigada, Célia!');
  await vi.waitFor(() => expect(platform.review(id)?.reviewReply?.comment).toBe('Obrigada, Célia!'), soon);

  await vi.waitFor(async () => {
    const sent = (await messagesOf(conversation.id)).find((one) => one.id === second.id);
    expect(sent.dispatch.state).toBe('sent');
  }, soon);
  await shop.owner.ok('DELETE', `/api/messages/${second.id}`);
  await vi.waitFor(() => expect(platform.review(id)?.reviewReply).toBeUndefined(), soon);
}, 60_000);

it('a token that ran out is got anew', async () => {
  platform.expireTokens();
  platform.customerReviews({ name: 'Rui Sá', stars: 5 });
  expect(await conversationOf('Rui Sá')).toMatchObject({ duties: [{ rating: 1 }] });
}, 30_000);

it('by push: a review is there at once, its change too; a stranger’s token is 401 and keys that cannot be had 5xx', async () => {
  const other = await town.shop('Beta');
  const settings = {
    ...{ ...demoProject, apiUrl: platform.url, oauthUrl: platform.tokenUrl, pause: 3600 },
    ...{ pushEmail: platform.pushEmail, pushTopic: 'projects/demo/topics/avaliacoes' },
    ...{ notifyUrl: platform.url, certsUrl: platform.certsUrl },
  };
  const inbox = await other.owner.ok('POST', '/api/inboxes', { channel: 'reviews', name: 'Push', settings });
  await vi.waitFor(async () => {
    const { items } = await other.owner.ok('GET', '/api/inboxes');
    expect(items[0].health.state).toBe('connected');
  }, soon);
  expect(platform.topic()).toBe('projects/demo/topics/avaliacoes');
  platform.pushTo(inbox.webhookUrl);
  const id = platform.customerReviews({ name: 'Téo Lima', stars: 1, text: 'Veio errado.' });
  const found = await vi.waitFor(async () => {
    const { items } = await other.owner.ok('GET', '/api/conversations?view=all');
    const item = items.find((one: Parsed) => one.customer.name === 'Téo Lima');
    if (!item) throw new Error('not here yet');
    return item;
  }, soon);
  const said = async (): Promise<Parsed[]> =>
    (await other.owner.ok('GET', `/api/conversations/${found.id}/messages`)).items;
  expect(await said()).toMatchObject([{ content: { text: '★☆☆☆☆\n\nVeio errado.' }, editedAt: null }]);
  platform.customerEdits(id, { stars: 5, text: 'Trocaram!' });
  await vi.waitFor(async () => expect((await said())[0].content.text).toBe('★★★★★\n\nTrocaram!'), soon);
  expect(await said()).toHaveLength(1);
  expect(new Set(platform.pushes)).toEqual(new Set([200]));
  const body = JSON.stringify({ message: { messageId: '1', data: '' } });
  const forged = await fetch(inbox.webhookUrl, {
    method: 'POST',
    headers: { authorization: 'Bearer a.b.c' },
    body,
  });
  expect(forged.status).toBe(401);
  const change = { settings: { certsUrl: 'http://127.0.0.1:9/certs' } };
  await other.owner.ok('PATCH', `/api/inboxes/${inbox.id}`, change);
  const blind = await fetch(inbox.webhookUrl, {
    method: 'POST',
    headers: { authorization: 'Bearer a.b.c' },
    body,
  });
  expect(blind.status).toBe(503);
}, 60_000);

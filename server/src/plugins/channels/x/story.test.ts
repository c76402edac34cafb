import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { demoHandles, startX, type X } from '../../../../../simulators/src/x/index.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';

/** The customer on the simulator, the desk over HTTP, the real app between them. */
type Parsed = ReturnType<typeof JSON.parse>;
const { brand, service } = demoHandles;
const ana = '5200000017';
const soon = { timeout: 30_000, interval: 100 };
let platform: X;
let town: Town;
let shop: Shop;
let shops = 0;

beforeAll(async () => {
  platform = await startX();
  town = await openTown({ env: { EGRESS_ALLOW: platform.allow.join(',') } });
});
afterAll(async () => {
  await town?.stop();
  await platform?.stop();
});

async function open(settings: object): Promise<Parsed> {
  shop = await town.shop(`Loja${++shops}`);
  const all = { ...platform.settings, ...settings };
  return await shop.owner.ok('POST', '/api/inboxes', { channel: 'x', name: 'X', settings: all });
}
const customer = (followers: number) =>
  platform.customer({ id: ana, username: 'anaprado', name: 'Ana Prado', followers });

async function newest(): Promise<Parsed> {
  const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
  if (!items[0]) throw new Error('nothing came');
  return await shop.owner.ok('GET', `/api/conversations/${items[0].id}`);
}
const messages = async (id: string): Promise<Parsed[]> =>
  (await shop.owner.ok('GET', `/api/conversations/${id}/messages`)).items;
const legOf = (conversation: Parsed, side: string): Parsed =>
  conversation.legs.find((leg: Parsed) => leg.side === side);

const say = (conversation: Parsed, side: string, text: string) =>
  shop.owner.ok('POST', `/api/conversations/${conversation.id}/messages`, {
    ...{ clientId: randomUUID(), legId: legOf(conversation, side).id, content: { kind: 'text', text } },
  });

it('a complaint to the brand, answered by the service account, goes on in private and comes back', async () => {
  customer(250_000);
  await open({ seconds: 5 });
  const post = platform.customerPosts(ana, { text: '@fiomeada vergonha, 12 dias e NADA do meu pedido!' });
  const conversation = await vi.waitFor(newest, soon);
  expect(conversation).toMatchObject({
    legs: [{ side: 'public' }],
    duties: [{ state: 'open', kind: 'mention', url: `https://x.com/anaprado/status/${post.id}` }],
  });
  expect(conversation.loudness).toBeGreaterThan(40);
  const [complaint] = await messages(conversation.id);
  expect(complaint).toMatchObject({ visibility: 'public', facts: { handle: '@fiomeada', reach: 250_000 } });

  await say(conversation, 'public', 'Sentimos muito! Escreva para nós em privado, por favor.');
  await vi.waitFor(() => {
    const answer = platform.timeline().find((one) => one.author.id === service.id);
    expect(answer).toMatchObject({ replyTo: { id: post.id } });
  }, soon);

  platform.customerWrites(ana, brand.username, { text: 'Meu CPF é 111.444.777-35' });
  const both = await vi.waitFor(async () => {
    const now = await newest();
    expect(legOf(now, 'private')).toBeDefined();
    return now;
  }, soon);
  expect(both.id).toBe(conversation.id);
  await say(both, 'private', 'Achamos: chega amanhã.');
  await vi.waitFor(() => {
    const last = platform.directs(ana).at(-1);
    expect(last).toMatchObject({ text: 'Achamos: chega amanhã.', sender: { id: brand.id } });
  }, soon);
  await vi.waitFor(async () => {
    const states = (await messages(conversation.id)).flatMap((one) => one.dispatch?.state ?? []);
    expect(states).toEqual(['sent', 'sent']);
  }, soon);
  expect((await newest()).duties).toMatchObject([{ state: 'answered' }]);
}, 90_000);

it('by webhook: challenge, events at once, a wrong signature stores nothing', async () => {
  customer(10);
  const inbox = await open({ mode: 'webhook', appName: 'Meada Demo' });
  platform.customerPosts(ana, { text: '@fiomeada_ajuda tem lã azul?' });
  const conversation = await vi.waitFor(newest, soon);
  await say(conversation, 'public', 'Tem sim!');
  const answer = await vi.waitFor(() => {
    const found = platform.timeline().find((one) => one.text === 'Tem sim!');
    expect(found).toBeDefined();
    return found;
  }, soon);
  platform.customerLikes(ana, answer?.id ?? '');
  await vi.waitFor(async () => {
    const ours = (await messages(conversation.id)).find((one) => one.content.text === 'Tem sim!');
    expect(ours.reactions).toMatchObject([{ emoji: '❤️' }]);
  }, soon);
  await platform.settled();
  // What we sent ourselves came back by webhook and was known.
  expect(await messages(conversation.id)).toHaveLength(2);
  const body = JSON.stringify({ for_user_id: brand.id, tweet_create_events: [] });
  const headers = { 'content-type': 'application/json', 'x-twitter-webhooks-signature': 'sha256=AAAA' };
  const forged = await fetch(inbox.webhookUrl, { method: 'POST', headers, body });
  expect(forged.status).toBe(401);
  expect((await fetch(`${inbox.webhookUrl}?crc_token=`)).status).toBe(403);
}, 90_000);

it('an inbox that is put away takes its own address and subscriptions along, and no other', async () => {
  const [mine, other] = [
    await open({ mode: 'webhook', appName: 'Meada Demo' }),
    await open({ mode: 'webhook' }),
  ];
  const users = () => Object.fromEntries(platform.hooks().map((hook) => [hook.url, hook.users.length]));
  expect(users()).toMatchObject({ [mine.webhookUrl]: 2, [other.webhookUrl]: 2 });
  await shop.owner.ok('DELETE', `/api/inboxes/${other.id}`);
  expect(Object.keys(users())).not.toContain(other.webhookUrl);
  expect(users()).toMatchObject({ [mine.webhookUrl]: 2 });
});

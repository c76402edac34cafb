import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inboxOf } from '../../../../simulators/src/meta/inbox.ts';
import { type Meta, startMeta } from '../../../../simulators/src/meta/index.ts';
import { openTown, type Shop, type Town } from '../../modules/customers/testing.ts';

/** The customer on the simulator, the desk over HTTP, the real app between them. */
type Parsed = ReturnType<typeof JSON.parse>;
const networks = ['instagram', 'facebook'] as const;
const rita = { id: '5544332211', name: 'Rita Alves', username: 'rita.croche' };
const soon = { timeout: 30_000, interval: 100 };
const platforms: Record<string, Meta> = {};
let town: Town;

beforeAll(async () => {
  for (const network of networks) platforms[network] = await startMeta({ network, deliveredAfter: 20 });
  const allow = Object.values(platforms).flatMap((one) => one.allow);
  town = await openTown({ env: { EGRESS_ALLOW: allow.join(',') } });
});
afterAll(async () => {
  await town?.stop();
  for (const platform of Object.values(platforms)) await platform.stop();
});

/** A shop with an inbox of that network, which registers its own receiving address when it is saved. */
async function open(network: (typeof networks)[number], name: string) {
  const platform = platforms[network] as Meta;
  platform.person(rita);
  const shop: Shop = await town.shop(name);
  const { owner } = shop;
  const { settings } = inboxOf(platform, 'https://link.example');
  const inbox = await owner.ok('POST', '/api/inboxes', { channel: network, name: 'Rede', settings });
  const newest = async (): Promise<Parsed> => {
    const { items } = await owner.ok('GET', '/api/conversations?view=all');
    if (!items[0]) throw new Error('nothing came');
    return await owner.ok('GET', `/api/conversations/${items[0].id}`);
  };
  const messages = async (id: string): Promise<Parsed[]> =>
    (await owner.ok('GET', `/api/conversations/${id}/messages`)).items;
  const say = (conversation: Parsed, way: object, text: string) =>
    owner.ok('POST', `/api/conversations/${conversation.id}/messages`, {
      ...{ clientId: randomUUID(), ...way, content: { kind: 'text', text } },
    });
  // The platform drops what happens before anybody listens.
  await vi.waitFor(async () => {
    const { items } = await owner.ok('GET', '/api/inboxes');
    expect(items[0].health.state).toBe('connected');
  }, soon);
  return { platform, shop, owner, inbox, newest, messages, say };
}
const legOf = (conversation: Parsed, side: string): Parsed =>
  conversation.legs.find((leg: Parsed) => leg.side === side);

type House = Awaited<ReturnType<typeof open>>;

/** Hidden and shown again; liked where that can be done. */
async function moderate({ platform, owner, messages }: House, { id }: Parsed, commentId: string) {
  const [said] = await messages(id);
  const hide = (hidden: boolean) => owner.ok('PUT', `/api/messages/${said.id}/hidden`, { hidden });
  await hide(true);
  await vi.waitFor(async () => expect((await messages(id))[0].hiddenAt).not.toBeNull(), soon);
  expect(platform.comment(commentId)?.hidden).toBe(true);
  await hide(false);
  await vi.waitFor(async () => expect((await messages(id))[0].hiddenAt).toBeNull(), soon);
  if (platform.config.network === 'facebook') {
    await owner.ok('PUT', `/api/messages/${said.id}/reaction`, { emoji: '👍' });
    await vi.waitFor(() => expect(platform.comment(commentId)?.likes.has('page')).toBe(true), soon);
  } else {
    const refused = await owner.call('PUT', `/api/messages/${said.id}/reaction`, { emoji: '❤️' });
    expect(refused.status).toBe(422);
  }
}

async function answerInPublic({ platform, say }: House, conversation: Parsed, commentId: string) {
  await say(conversation, { legId: legOf(conversation, 'public').id }, 'Oi, Rita! Chamamos você.');
  await vi.waitFor(() => {
    const found = platform.state.comments.find((one) => one.parent === commentId);
    expect(found).toMatchObject({ text: 'Oi, Rita! Chamamos você.', by: 'page' });
  }, soon);
}

/** The private reply, the customer's answer in the same conversation, ours, read. */
async function goOnInPrivate(house: House, conversation: Parsed, commentId: string) {
  const { platform, newest, messages, say } = house;
  const [proposed] = conversation.writtenFrom;
  const to = { inboxId: proposed.inboxId, identityId: proposed.identityId, side: 'private' };
  await say(conversation, { to }, 'Qual é o número do pedido?');
  await vi.waitFor(() => {
    expect(platform.directs(rita.id)).toMatchObject([{ by: 'page', comment: commentId }]);
  }, soon);
  platform.writes(rita.id, { text: 'É o 4411', replyTo: platform.directs(rita.id)[0]?.id });
  const both = await vi.waitFor(async () => {
    const now = await newest();
    expect(now.id).toBe(conversation.id);
    expect((await messages(now.id)).at(-1).content.text).toBe('É o 4411');
    return now;
  }, soon);
  const leg = legOf(both, 'private');
  // A person may answer for seven days.
  expect(Date.parse(leg.windowEndsAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  await say(both, { legId: leg.id }, 'Achamos: chega amanhã.');
  const state = async () =>
    (await messages(both.id)).findLast((one) => one.content.text === 'Achamos: chega amanhã.').dispatch.state;
  await vi.waitFor(async () => expect(['sent', 'delivered']).toContain(await state()), soon);
  platform.reads(rita.id);
  await vi.waitFor(async () => expect(await state()).toBe('read'), soon);
}

async function publish({ platform, owner, newest, messages, say }: House, conversation: Parsed) {
  const { id } = conversation;
  await owner.ok('PUT', `/api/conversations/${id}/status`, { status: 'resolved' });
  expect((await newest()).duties).toMatchObject([{ state: 'to_publish' }]);
  await say(conversation, { legId: legOf(conversation, 'public').id }, 'Resolvido: o pedido chega amanhã.');
  await vi.waitFor(async () => expect((await newest()).duties).toMatchObject([{ state: 'published' }]), soon);
  await platform.settled();
  // What we said ourselves came back by webhook and was known.
  await vi.waitFor(async () => {
    const ours = (await messages(id)).filter(
      (one) => one.content.kind === 'text' && one.author.kind === 'person',
    );
    expect(ours.map((one) => [one.content.text, one.echo])).toEqual([
      ['Oi, Rita! Chamamos você.', false],
      ['Qual é o número do pedido?', false],
      ['Achamos: chega amanhã.', false],
      ['Resolvido: o pedido chega amanhã.', false],
    ]);
  }, soon);
}

describe.each(networks)('%s', (network) => {
  it('a comment: hidden, shown, answered, taken to private, solved, published', async () => {
    const house = await open(network, `Loja${network}`);
    const { platform, newest } = house;
    const comment = platform.comments(rita.id, { text: 'Golpe! Paguei e NADA chegou' });
    const conversation = await vi.waitFor(newest, soon);
    expect(conversation).toMatchObject({
      customer: { name: network === 'facebook' ? rita.name : rita.username },
      legs: [{ side: 'public' }],
      duties: [{ state: 'open', kind: 'comment' }],
    });
    await moderate(house, conversation, comment.id);
    await answerInPublic(house, conversation, comment.id);
    await goOnInPrivate(house, conversation, comment.id);
    await publish(house, conversation);
  }, 120_000);

  it('private: a name is looked up, stories and files come, a wrong signature stores nothing', async () => {
    const { platform, inbox, newest, messages } = await open(network, `Outra${network}`);
    const someone = { id: `77${network.length}`, name: 'João Reis', username: 'joao.reis' };
    platform.person(someone);
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    const files = [{ kind: 'image' as const, type: 'image/png', name: 'a.png', bytes: png }];
    platform.duplicateNext(1);
    platform.writes(someone.id, { text: 'Quanto custa?', story: 'reply', files });
    const conversation = await vi.waitFor(async () => {
      const now = await newest();
      expect(now.customer.name).toBe(network === 'facebook' ? someone.name : someone.username);
      return now;
    }, soon);
    await vi.waitFor(async () => {
      expect(await messages(conversation.id)).toMatchObject([
        { content: { text: 'Quanto custa?' }, facts: { story: 'reply' }, attachments: [{ state: 'ready' }] },
      ]);
    }, soon);
    platform.answersThere(someone.id, 'Respondido no celular');
    await vi.waitFor(async () => {
      expect((await messages(conversation.id)).at(-1)).toMatchObject({ echo: true, dispatch: null });
    }, soon);
    const body = JSON.stringify({ object: 'page', entry: [] });
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };
    expect((await fetch(inbox.webhookUrl, { method: 'POST', headers, body })).status).toBe(401);
    const asked = `${inbox.webhookUrl}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x`;
    expect((await fetch(asked)).status).toBe(403);
  }, 60_000);
});

it('what the firm hides, shows, changes and removes in the network itself is seen in the thread', async () => {
  const house = await open('facebook', 'Moderada');
  const { platform, newest, messages } = house;
  const comment = platform.comments(rita.id, { text: 'Golpe!!' });
  const conversation = await vi.waitFor(newest, soon);
  await answerInPublic(house, conversation, comment.id);
  const [said, ours] = [
    async () => (await messages(conversation.id))[0],
    async () => (await messages(conversation.id)).find((one) => one.author.kind === 'person'),
  ];
  platform.moderatesThere(comment.id, { hidden: true });
  await vi.waitFor(async () => expect((await said()).hiddenAt).not.toBeNull(), soon);
  platform.moderatesThere(comment.id, { hidden: false });
  await vi.waitFor(async () => expect((await said()).hiddenAt).toBeNull(), soon);
  const id = platform.state.comments.find((one) => one.parent === comment.id)?.id ?? '';
  platform.moderatesThere(id, { text: 'Oi, Rita! Já chamamos.' });
  await vi.waitFor(async () => {
    expect(await ours()).toMatchObject({ content: { text: 'Oi, Rita! Já chamamos.' } });
  }, soon);
  platform.moderatesThere(id, 'deleted');
  await vi.waitFor(async () => expect((await ours()).deletedAt).not.toBeNull(), soon);
}, 60_000);

it('a mention elsewhere is a conversation in public, answered there, and cannot be hidden', async () => {
  const house = await open('instagram', 'Mencionada');
  const { platform, owner, newest, messages, say } = house;
  const { comment, post } = platform.mentions(rita.id, {
    caption: 'Inspiração',
    text: 'minhaloja entrega em Natal?',
  });
  const conversation = await vi.waitFor(newest, soon);
  expect(conversation).toMatchObject({
    customer: { name: rita.username },
    legs: [{ side: 'public' }],
    duties: [{ state: 'open', kind: 'mention', url: `https://www.instagram.com/p/${post.id}/` }],
  });
  expect(await messages(conversation.id)).toMatchObject([
    { content: { text: 'minhaloja entrega em Natal?' } },
  ]);
  await say(conversation, { legId: legOf(conversation, 'public').id }, 'Entregamos, Rita!');
  await vi.waitFor(async () => {
    const found = platform.state.comments.find((one) => one.by === 'page' && one.post === post.id);
    expect(found).toMatchObject({ text: 'Entregamos, Rita!', parent: comment?.id });
    expect((await newest()).duties).toMatchObject([{ state: 'answered' }]);
  }, soon);
  platform.mentions(rita.id, { caption: 'Meu gorro com fio da fioemeada' });
  await vi.waitFor(async () => {
    const { items } = await owner.ok('GET', '/api/conversations?view=all');
    const texts = await Promise.all(
      items.map(async (one: Parsed) => (await messages(one.id)).map((m) => m.content.text)),
    );
    expect(texts.flat()).toContain('Meu gorro com fio da fioemeada');
  }, soon);
  const [said] = await messages(conversation.id);
  await owner.ok('PUT', `/api/messages/${said.id}/hidden`, { hidden: true });
  await vi.waitFor(async () => {
    expect((await messages(conversation.id))[0].amendment).toMatchObject({ state: 'failed' });
  }, soon);
}, 60_000);

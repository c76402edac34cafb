import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { heldClock } from './kernel/clock.ts';
import { openTown, type Shop, type Town } from './modules/customers/testing.ts';
import { type Browser, makeBrowser, type Socket } from './modules/people/testing-browser.ts';

/** Who waits in the chat is told so: the real router, the real sockets, a clock that the test moves. */

type Parsed = ReturnType<typeof JSON.parse>;
type Visitor = { browser: Browser; frames: Parsed[]; id: string; close(): void };
const clock = heldClock('2026-03-04T15:00:00Z');
const leaving = { goneMs: 150, waitedMs: 1000 };
const soon = { timeout: 20_000, interval: 20 };
const minute = 60_000;
let town: Town;
let shop: Shop;
let site: { id: string; publicKey: string };
let ana: { id: string; browser: Browser };
let desk: Socket;
let queue: Parsed;
let inboxes: Record<'sms' | 'email' | 'whatsapp', string>;
const visitors: Visitor[] = [];

beforeAll(async () => {
  const telling = { afterMs: 2000, leastMs: 20, mostMs: 100 };
  const routing = { settleMs: 50, monotonic: () => clock.now().getTime(), telling };
  town = await openTown({ clock, leaving, rosterPace: { beatMs: 1000, graceMs: 50 }, routing });
  shop = await town.shop('Alfa');
  site = await shop.owner.ok('POST', '/api/inboxes', {
    ...{ channel: 'webchat', name: 'Site', settings: { name: 'Site' } },
  });
  const [brand] = (await shop.owner.ok('GET', '/api/brands')).items;
  const addInbox = (channel: string): Promise<string> =>
    shop.run(async (ctx) => {
      const id = ctx.ids.uuid();
      const row = { org_id: ctx.orgId, id, channel, name: channel, brand_id: brand.id, route_key: id };
      await ctx.db.insertInto('inboxes').values(row).execute();
      return id;
    });
  inboxes = {
    sms: await addInbox('sms'),
    email: await addInbox('email'),
    whatsapp: await addInbox('whatsapp'),
  };
  ana = await shop.join('agent');
  const settings = { mode: 'assign', wrapUpSeconds: 0, silentSeconds: null, wait: { call: true } };
  queue = await shop.owner.ok('POST', '/api/routing/queues', {
    ...{ name: 'Vendas', inboxIds: [site.id], settings },
  });
  const one = { capacity: { realTime: 1, deferred: 3 }, queueIds: [queue.id], skills: [] };
  await shop.owner.ok('PUT', `/api/routing/agents/${ana.id}`, one);
  desk = await ana.browser.socket(town.url);
  desk.send({ t: 'hello', topics: ['desk'], cursor: null });
  await vi.waitFor(async () => {
    expect((await ana.browser.ok('GET', '/api/routing/work')).agent.presence).toBe('available');
  }, soon);
});
afterAll(async () => {
  for (const visitor of visitors) visitor.close();
  desk?.close();
  await town?.stop();
});

async function visit(text = 'Oi'): Promise<Visitor> {
  const browser = makeBrowser(town.url);
  const { token } = await browser.ok('POST', `/api/chat/${site.publicKey}/session`, {});
  browser.headers.authorization = `Bearer ${token}`;
  const socket = new WebSocket(`${town.url.replace('http', 'ws')}/api/chat/live`, [`meada.${token}`]);
  const frames: Parsed[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  await new Promise((open) => socket.once('open', open));
  socket.send(JSON.stringify({ t: 'hello', topics: [], cursor: null }));
  await browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });
  const id = await vi.waitFor(async () => {
    const { conversation } = await browser.ok('GET', '/api/chat/messages');
    if (!conversation) throw new Error('not read yet');
    return conversation.id as string;
  }, soon);
  const visitor = { browser, frames, id, close: () => socket.close() };
  visitors.push(visitor);
  return visitor;
}

const talkOf = async ({ browser }: Visitor) => (await browser.ok('GET', '/api/chat/messages')).conversation;
const waitOf = async (visitor: Visitor) => (await talkOf(visitor)).wait;
/** Waits until what a visitor is told looks so. */
const reads = (visitor: Visitor, want: object | null) =>
  vi.waitFor(async () => {
    const wait = await waitOf(visitor);
    if (want === null) expect(wait).toBeNull();
    else expect(wait).toMatchObject(want);
    return wait;
  }, soon);
const begins = (visitor: Visitor) =>
  vi.waitFor(async () => expect((await talkOf(visitor)).agentName).not.toBeNull(), soon);
const resolve = ({ id }: Visitor) =>
  shop.owner.ok('PUT', `/api/conversations/${id}/status`, { status: 'resolved' });
const notesOf = async ({ id }: Visitor): Promise<string[]> =>
  (await shop.owner.ok('GET', `/api/conversations/${id}/messages`)).items
    .filter((one: Parsed) => one.content.kind === 'system')
    .map((one: Parsed) => one.content.code);

let line: Visitor[] = [];

it('who comes is told the place, and how long only once enough was seen', async () => {
  const first = await visit();
  await begins(first);
  expect(await waitOf(first)).toBeNull();
  line = [];
  for (let n = 0; n < 7; n += 1) {
    clock.advance(1000);
    line.push(await visit());
  }
  clock.advance(3000);
  for (const [n, one] of line.entries())
    await reads(one, { position: n + 1, low: null, high: null, late: false, nobody: false, opensAt: null });
  // Five are served, four minutes each; by then it is known how fast it goes, and those who wait are told over the socket.
  let served = first;
  for (let n = 0; n < 5; n += 1) {
    clock.advance(4 * minute);
    await resolve(served);
    served = line.shift() as Visitor;
    await begins(served);
    await reads(served, null);
  }
  clock.advance(3000);
  const [next, after] = line as [Visitor, Visitor];
  const wait = await reads(next, { position: 1, low: expect.any(Number), high: expect.any(Number) });
  expect(wait.high).toBeGreaterThanOrEqual(4);
  expect(wait.low).toBeLessThanOrEqual(4);
  const told = after.frames.filter(({ t }) => t === 'wait');
  expect(told.at(-1)).toMatchObject({ conversationId: after.id, wait: { position: 2 } });
  // One is told of oneself alone.
  expect(new Set(told.map(({ conversationId }) => conversationId))).toEqual(new Set([after.id]));
  line = [served, next, after];
}, 60_000);

it('what was promised is held against what came of it, on the supervisor’s board', async () => {
  const [served, next, after] = line as [Visitor, Visitor, Visitor];
  const before = await waitOf(after);
  clock.advance(4 * minute);
  await resolve(served);
  await begins(next);
  const told = async () => {
    const { queues } = await shop.owner.ok('GET', '/api/routing/wallboard');
    return queues.find((one: Parsed) => one.queueId === queue.id).told;
  };
  await vi.waitFor(async () => expect((await told()).judged).toBeGreaterThan(0), soon);
  const { judged, right } = await told();
  expect(right).toBe(judged);
  // Far beyond what was said it is said so, and counts as wrong though it still waits.
  clock.advance((before.high + 60) * minute);
  await reads(after, { late: true });
  expect((await told()).judged).toBe(judged + 1);
  expect((await told()).right).toBe(right);
  line = [next, after];
}, 60_000);

it('keeps the place of who goes: an address is claimed, nobody has left, and it goes on there when it is their turn', async () => {
  const [busy, waiting] = line as [Visitor, Visitor];
  const behind = await visit();
  clock.advance(3000);
  const { places } = await reads(waiting, { offersCall: true });
  expect(places.map(({ channel, asks }: Parsed) => [channel, asks])).toEqual([
    ['sms', 'phone'],
    ['email', 'email'],
  ]);
  const place = (body: object) => waiting.browser.call('PUT', '/api/chat/wait/place', body);
  for (const address of ['41 1234', 'ligue já', '+55 41 98888-7777 ou 3333', '../../etc'])
    expect(await place({ inboxId: inboxes.sms, address })).toMatchObject({
      status: 422,
      body: { code: 'refused' },
    });
  expect(await place({ inboxId: site.id, address: '41988887777' })).toMatchObject({ status: 409 });
  const { body } = await place({ inboxId: inboxes.sms, address: '(41) 98888-7777' });
  expect(body.wait).toMatchObject({ position: 1, kept: { channel: 'sms', address: '+55 41 98888-7777' } });
  const { customer } = await shop.owner.ok('GET', `/api/conversations/${waiting.id}`);
  const { identities } = await shop.owner.ok('GET', `/api/customers/${customer.id}`);
  const claimed = identities.find((one: Parsed) => one.kind === 'phone');
  expect(claimed).toMatchObject({ verifiedAt: null, source: 'claim:form' });
  waiting.close();
  await new Promise((done) => setTimeout(done, leaving.goneMs * 3));
  const left = await shop.owner.ok('GET', '/api/abandonments');
  expect(left.items.filter((one: Parsed) => one.conversationId === waiting.id)).toEqual([]);
  await resolve(busy);
  await begins(waiting);
  await vi.waitFor(async () => expect(await notesOf(waiting)).toContain('place_written'), soon);
  const talk = await shop.owner.ok('GET', `/api/conversations/${waiting.id}`);
  expect(talk).toMatchObject({ channel: 'sms', assigneeId: ana.id });
  expect(talk.legs.find((leg: Parsed) => leg.proposed)).toMatchObject({
    channel: 'sms',
    joinReason: 'kept_place',
  });
  expect(talk.waitingSince).not.toBeNull();
  // The browser only claimed that number: it reads where it goes on, and not what is said there.
  expect(await talkOf(waiting)).toMatchObject({ wait: null, elsewhere: { channel: 'sms' } });
  const { items } = await waiting.browser.ok('GET', '/api/chat/messages');
  expect(items.map((one: Parsed) => one.content.kind)).toEqual(['text']);
  line = [waiting, behind];
}, 60_000);

it('calls who asks for it when it is their turn, in their place; both can be taken back', async () => {
  const [busy, waiting] = line as [Visitor, Visitor];
  const { browser } = waiting;
  await reads(waiting, { position: 1, kept: null, call: null });
  await browser.ok('PUT', '/api/chat/wait/place', { inboxId: inboxes.email, address: 'ana@cliente.example' });
  const clientId = randomUUID();
  const asked = await browser.ok('PUT', '/api/chat/wait/call', { clientId, phone: '41 98888-7777' });
  expect(asked).toMatchObject({ phone: '+55 41 98888-7777' });
  // One or the other.
  await reads(waiting, { position: 1, kept: null, call: { promisedAt: asked.promisedAt } });
  await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', `/api/routing/queues/${queue.id}/items`);
    expect(items).toMatchObject([{ kind: 'callback', class: 'real_time', conversation: { id: waiting.id } }]);
  }, soon);
  const dropped = await browser.ok('DELETE', '/api/chat/wait/call');
  expect(dropped.wait).toMatchObject({ call: null, kept: null });
  expect((await shop.owner.ok('GET', '/api/callbacks')).items).toEqual([]);
  await browser.ok('PUT', '/api/chat/wait/place', { inboxId: inboxes.email, address: 'ana@cliente.example' });
  expect((await browser.ok('DELETE', '/api/chat/wait/place')).wait).toMatchObject({ kept: null });
  await resolve(busy);
  await begins(waiting);
  const late = await browser.call('PUT', '/api/chat/wait/place', {
    ...{ inboxId: inboxes.email, address: 'ana@cliente.example' },
  });
  expect(late).toMatchObject({ status: 409 });
  expect(await notesOf(waiting)).toEqual(
    expect.arrayContaining(['place_kept', 'place_taken_back', 'callback_taken_back']),
  );
  expect(await notesOf(waiting)).not.toContain('place_written');
}, 60_000);

it('a channel with a window is offered only with a template; who cannot be written to there is told of to the agent', async () => {
  const served = line.at(-1) as Visitor;
  const waiting = await visit();
  clock.advance(3000);
  const before = await reads(waiting, { position: 1 });
  expect(before.places.map(({ channel }: Parsed) => channel)).not.toContain('whatsapp');
  const templates = [{ wayInboxId: inboxes.whatsapp, name: 'sua_vez', language: 'pt_BR', values: [] }];
  await shop.run(async (ctx) => {
    const settings = JSON.stringify({ ...queue.settings, wait: { ...queue.settings.wait, templates } });
    await ctx.db.updateTable('queues').set({ settings }).where('id', '=', queue.id).execute();
  });
  const after = await reads(waiting, { position: 1 });
  const way = { channel: 'whatsapp', name: 'WhatsApp', asks: 'phone', inboxId: inboxes.whatsapp };
  expect(after.places).toEqual(expect.arrayContaining([expect.objectContaining(way)]));
  const body = { inboxId: inboxes.whatsapp, address: '+351 912 345 678' };
  const kept = await waiting.browser.ok('PUT', '/api/chat/wait/place', body);
  expect(kept.wait.kept).toMatchObject({
    channel: 'whatsapp',
    name: 'WhatsApp',
    address: '+351 912 345 678',
  });
  await shop.run((ctx) =>
    ctx.db.updateTable('inboxes').set({ active: false }).where('id', '=', inboxes.whatsapp).execute(),
  );
  clock.advance(5 * minute);
  await resolve(served);
  await begins(waiting);
  await vi.waitFor(async () => expect(await notesOf(waiting)).toContain('place_failed'), soon);
  const talk = await shop.owner.ok('GET', `/api/conversations/${waiting.id}`);
  expect(talk).toMatchObject({ channel: 'webchat', assigneeId: ana.id });
  expect(await talkOf(waiting)).toMatchObject({ elsewhere: null });
  // They have gone and do not know: to be won back, by another way than the one that failed and the chat they left.
  await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/abandonments');
    const one = items.find(({ conversation }: Parsed) => conversation?.id === waiting.id);
    expect(one).toMatchObject({
      kind: 'place_failed',
      state: 'open',
      assigneeId: ana.id,
      waitedSeconds: 300,
    });
    expect(one.way).toMatchObject({ channel: 'sms', address: '+351 912 345 678' });
  }, soon);
  line = [waiting];
}, 60_000);

it('one address is called at most three times a day, over all browsers', async () => {
  const body = { inboxId: inboxes.sms, address: '11 97777-6666' };
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    const one = await visit();
    clock.advance(3000);
    await reads(one, { kept: null });
    statuses.push((await one.browser.call('PUT', '/api/chat/wait/place', body)).status);
  }
  expect(statuses).toEqual([200, 200, 200, 429]);
}, 60_000);

/** The conversations of two visitors, of one customer. */
async function twoOfOne(): Promise<[Visitor, Visitor]> {
  const two = [await visit('Queria um orçamento'), await visit('Sou eu de novo')] as [Visitor, Visitor];
  const [one, other] = await Promise.all(
    two.map(async ({ id }) => (await shop.owner.ok('GET', `/api/conversations/${id}`)).customer.id as string),
  );
  await shop.owner.ok('POST', `/api/customers/${one}/merges`, { otherId: other, reason: 'A mesma pessoa' });
  return two;
}

it('a place goes along with a conversation that is merged, and comes back when that is undone', async () => {
  const [first, second] = await twoOfOne();
  clock.advance(3000);
  await reads(first, { kept: null });
  const place = { inboxId: inboxes.email, address: 'dora@cliente.example' };
  await first.browser.ok('PUT', '/api/chat/wait/place', place);
  const kept = { channel: 'email', address: 'dora@cliente.example' };
  const { regroupingId } = await shop.owner.ok('POST', `/api/conversations/${first.id}/merge`, {
    intoId: second.id,
  });
  const placesOf = (id: string) =>
    shop.run((ctx) =>
      ctx.db.selectFrom('kept_places').select('state').where('conversation_id', '=', id).execute(),
    );
  await vi.waitFor(async () => expect(await placesOf(second.id)).toEqual([{ state: 'open' }]), soon);
  expect(await placesOf(first.id)).toEqual([]);
  await reads(second, { kept });
  expect(await notesOf(second)).toContain('place_carried');
  await shop.owner.ok('POST', `/api/regroupings/${regroupingId}/undo`, {});
  await vi.waitFor(async () => expect(await placesOf(first.id)).toEqual([{ state: 'open' }]), soon);
  expect(await placesOf(second.id)).toEqual([]);
  await reads(second, { kept: null });
}, 60_000);

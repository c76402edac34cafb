import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { soon, withinASecond } from '../../kernel/testing/patience.ts';
import { createPerson } from './create-person.ts';
import { type House, openHouse, password } from './testing.ts';
import { type Browser, makeBrowser, type Socket } from './testing-browser.ts';

/** Two processes on one database: people act on `here`, sockets are open on `there`. */
let here: House;
let there: House;
beforeAll(async () => {
  here = await openHouse({ shared: true });
  there = await openHouse({ beside: here });
});
afterAll(async () => {
  await there.close();
  await here.close();
});

/** What is told of changes: who is at work comes and goes beside it. */
const changesOf = (socket: Socket) => socket.frames.filter(({ t }) => t !== 'presence');

async function socketOf(browser: Browser): Promise<Socket> {
  const socket = await browser.socket(there.url);
  socket.send({ t: 'hello', topics: [], cursor: null });
  await vi.waitFor(() => expect(changesOf(socket)[0]).toMatchObject({ t: 'ready' }), soon);
  return socket;
}

const frameOf = (name: string, data: unknown) => expect.objectContaining({ t: 'event', name, data });
const seen = (socket: Socket, name: string, data: unknown) =>
  vi.waitFor(() => expect(socket.frames).toContainEqual(frameOf(name, data)), soon);

async function join(orgId: string, name: string) {
  const email = `${name.toLowerCase()}-${orgId.slice(-6)}@live.example`;
  const { id } = await createPerson(here.kernel, { orgId, name, email, password, role: 'agent' });
  const browser = here.browser();
  await browser.ok('POST', '/api/session', { email, password });
  return { id, browser, email };
}

it('lesson 71: the sockets of a deactivated person end within a second, in another process, too', async () => {
  const { browser, orgId } = await here.found('Alfa');
  const agent = await join(orgId, 'Bia');
  const ofAgent = await socketOf(agent.browser);
  const ofOwner = await socketOf(browser);
  await browser.ok('PATCH', `/api/people/${agent.id}`, { active: false });
  await withinASecond(here.kernel, () => expect(ofAgent.ended()).toBe('session_ended'));
  await seen(ofOwner, 'people', { personId: agent.id });
  expect(ofOwner.ended()).toBeNull();
});

it('lesson 71: a request of a deactivated person is refused in the other process within a second', async () => {
  const { browser, orgId } = await here.found('Beta');
  const agent = await join(orgId, 'Bia');
  const beside = there.browser();
  beside.cookies.set('meada', agent.browser.cookies.get('meada') ?? '');
  expect((await beside.call('GET', '/api/session')).status).toBe(200);
  // The clock stands: it is the word from the other process that makes this one forget, not the second of the cache.
  await browser.ok('PATCH', `/api/people/${agent.id}`, { active: false });
  await withinASecond(here.kernel, async () =>
    expect((await beside.call('GET', '/api/session')).status).toBe(401),
  );
});

it('lesson 5: a change of password ends the other sockets within a second', async () => {
  const { browser, email } = await here.found('Gama');
  const phone = here.browser();
  await phone.ok('POST', '/api/session', { email, password });
  const own = await socketOf(browser);
  const other = await socketOf(phone);
  await browser.ok('PUT', '/api/session/password', { current: password, next: 'another long password' });
  await withinASecond(here.kernel, () => expect(other.ended()).toBe('session_ended'));
  await browser.ok('PATCH', '/api/session/profile', { name: 'Still here' });
  await seen(own, 'people', expect.anything());
  expect(own.ended()).toBeNull();
});

it('sign-out, an ended session and a switched organisation end their sockets', async () => {
  const { browser, email } = await here.found('Delta');
  const [one, two] = [here.browser(), here.browser()];
  for (const other of [one, two]) await other.ok('POST', '/api/session', { email, password });
  const ofOne = await socketOf(one);
  await one.ok('DELETE', '/api/session');
  await withinASecond(here.kernel, () => expect(ofOne.ended()).toBe('session_ended'));
  const ofTwo = await socketOf(two);
  const { items } = await browser.ok('GET', '/api/sessions');
  const others = items.filter((item: { current: boolean }) => !item.current);
  for (const { id } of others) await browser.ok('DELETE', `/api/sessions/${id}`);
  await withinASecond(here.kernel, () => expect(ofTwo.ended()).toBe('session_ended'));
  const other = await here.found('Epsilon');
  const invited = await other.browser.ok('POST', '/api/people/invitations', { email, role: 'agent' });
  const token = String(invited.link).split('/').at(-1);
  await here.browser().ok('POST', '/api/invitations/accept', { token, password });
  const socket = await socketOf(browser);
  await browser.ok('PUT', '/api/session/organisation', { organisationId: other.orgId });
  await withinASecond(here.kernel, () => expect(socket.ended()).toBe('organisation_changed'));
});

it('rights change on open sockets at once: who may no longer read people gets no frames of them', async () => {
  const { browser, orgId, ownerId } = await here.found('Zeta');
  const agent = await join(orgId, 'Bia');
  const socket = await socketOf(agent.browser);
  await browser.ok('PATCH', '/api/session/profile', { name: 'One' });
  await seen(socket, 'people', { personId: ownerId });
  await browser.ok('PUT', '/api/roles/agent', { permissions: ['canned.read'] });
  await seen(socket, 'people', { personId: null });
  const before = changesOf(socket).length;
  await browser.ok('PATCH', '/api/session/profile', { name: 'Two' });
  await browser.ok('POST', '/api/teams', { name: 'Sales' });
  await browser.ok('PATCH', '/api/organisation', { name: 'Zeta & Co' });
  await seen(socket, 'settings', { what: 'organisation' });
  expect(changesOf(socket).slice(before)).toHaveLength(1);
  // The other way round: what is given is there without a new connection.
  await browser.ok('PUT', '/api/roles/agent', { permissions: ['people.read'] });
  await browser.ok('POST', '/api/teams', { name: 'Shop' });
  await seen(socket, 'settings', { what: 'teams' });
});

it('a changed role is told to those who have it, a revoked key to no desk', async () => {
  const { browser, orgId } = await here.found('Iota');
  const agent = await socketOf((await join(orgId, 'Bia')).browser);
  const owner = await socketOf(browser);
  const made = await browser.ok('POST', '/api/keys', { name: 'Shop', scopes: ['people.read'] });
  await browser.ok('DELETE', `/api/keys/${made.key.id}`);
  await browser.ok('PUT', '/api/roles/supervisor', { permissions: ['conversations.read'] });
  await browser.ok('PUT', '/api/roles/agent', { permissions: ['people.read', 'conversations.read'] });
  await seen(agent, 'people', { personId: null });
  // Where roles are changed others see it, too.
  await seen(owner, 'settings', { what: 'roles' });
  await browser.ok('PATCH', '/api/session/profile', { name: 'Last' });
  for (const socket of [agent, owner]) await seen(socket, 'people', { personId: expect.any(String) });
  const told = (socket: Socket) =>
    socket.frames.filter(
      ({ name, data }) => name === 'people' && (data as { personId: string | null }).personId === null,
    ).length;
  expect([told(agent), told(owner)]).toEqual([1, 0]);
});

it('the socket of a revoked key ends', async () => {
  const { browser } = await here.found('Eta');
  const made = await browser.ok('POST', '/api/keys', { name: 'Shop', scopes: ['people.read'] });
  const shop = makeBrowser(here.url);
  shop.headers.authorization = `Bearer ${made.secret}`;
  const socket = await socketOf(shop);
  await browser.ok('PATCH', '/api/session/profile', { name: 'One' });
  await seen(socket, 'people', expect.anything());
  await browser.ok('DELETE', `/api/keys/${made.key.id}`);
  await withinASecond(here.kernel, () => expect(socket.ended()).toBe('session_ended'));
});

it('lesson 17: a page of another site opens no socket with a signed-in browser', async () => {
  const { browser } = await here.found('Teta');
  browser.headers.origin = 'https://evil.example';
  const socket = await browser.socket(there.url);
  await vi.waitFor(() => expect(socket.ended()).toBe('unauthenticated'), soon);
});
it('lesson 71: a socket that was opened but said nothing before the session ended gets nothing after it', async () => {
  const { browser, orgId } = await here.found('Capa');
  const agent = await join(orgId, 'Bia');
  const silent = await agent.browser.socket(there.url);
  const witness = await socketOf(browser);
  await browser.ok('PATCH', `/api/people/${agent.id}`, { active: false });
  // What comes after it in the log is there: the end of the session has been handled.
  await browser.ok('PATCH', '/api/organisation', { name: 'Capa & Co' });
  await seen(witness, 'settings', { what: 'organisation' });
  silent.send({ t: 'hello', topics: [], cursor: null });
  await withinASecond(here.kernel, () => expect(silent.ended()).not.toBeNull());
});

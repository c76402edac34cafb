import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Actor, PersonActor } from '../../kernel/actor.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { type Connection, type Hub, makeHub, type Presenter } from '../../kernel/live/hub.ts';
import { loadKey, loadPerson } from './actors.ts';
import { recheckConnection } from './authenticate.ts';
import { createPerson } from './create-person.ts';
import { presentPeople } from './present.ts';
import { type Browser, type House, openHouse, password } from './testing.ts';

/** Two processes on one database: people act on `here`, sockets are open on `there`. */
let here: House;
let there: House;
let hub: Hub;

beforeAll(async () => {
  here = await openHouse({ shared: true });
  there = await openHouse({ beside: here });
  hub = await makeHub(there.kernel, [presentPeople, recheck]);
});
afterAll(async () => {
  await hub.stop();
  await there.close();
  await here.close();
});

const endings = new Set(['session.ended', 'person.access_changed']);
/** As the socket does it. */
const recheck: Presenter = async (kernel, events) => {
  const orgIds = new Set(events.filter((event) => endings.has(event.name)).map((event) => event.orgId));
  for (const orgId of orgIds) {
    for (const connection of hub.connections(orgId)) await recheckConnection(kernel, connection);
  }
  return [];
};

type Socket = Connection & { frames: { t: string; name?: string; data?: unknown }[]; ended: string | null };

function open(actor: Actor): Socket {
  const socket: Socket = {
    actor,
    topics: new Set(['desk']),
    frames: [],
    ended: null,
    send: (frame) => socket.frames.push(frame as (typeof socket.frames)[0]),
    end: (code) => {
      socket.ended = code;
      hub.leave(socket);
    },
  };
  hub.join(socket, null);
  return socket;
}

async function actorOf(browser: Browser): Promise<PersonActor> {
  const hash = tokenHash(browser.cookies.get('meada') ?? '');
  const actor = await loadPerson(there.kernel, { tokenHash: hash });
  if (!actor) throw new Error('no session');
  return actor;
}

async function socketOf(browser: Browser): Promise<Socket> {
  const socket = open(await actorOf(browser));
  await vi.waitFor(() => expect(socket.frames[0]).toMatchObject({ t: 'ready' }));
  return socket;
}

/** Waits for a condition that must hold within a second. */
async function withinASecond(check: () => void): Promise<void> {
  const start = performance.now();
  await vi.waitFor(check, { timeout: 5000, interval: 5 });
  expect(performance.now() - start).toBeLessThan(1000);
}

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
  await withinASecond(() => expect(ofAgent.ended).toBe('session_ended'));
  expect(ofOwner.ended).toBeNull();
  await vi.waitFor(() =>
    expect(ofOwner.frames).toContainEqual(
      expect.objectContaining({ name: 'people', data: { personId: agent.id } }),
    ),
  );
});

it('lesson 71: a request of a deactivated person is refused in the other process within a second', async () => {
  const { browser, orgId } = await here.found('Beta');
  const agent = await join(orgId, 'Bia');
  const beside = there.browser();
  beside.cookies.set('meada', agent.browser.cookies.get('meada') ?? '');
  expect((await beside.call('GET', '/api/session')).status).toBe(200);
  // The clock stands: it is the word from the other process that makes this one forget, not the second of the cache.
  await browser.ok('PATCH', `/api/people/${agent.id}`, { active: false });
  await vi.waitFor(async () => expect((await beside.call('GET', '/api/session')).status).toBe(401), {
    timeout: 1000,
    interval: 20,
  });
});

it('lesson 5: a change of password ends the other sockets within a second', async () => {
  const { browser, email } = await here.found('Gama');
  const phone = here.browser();
  await phone.ok('POST', '/api/session', { email, password });
  const own = await socketOf(browser);
  const other = await socketOf(phone);
  await browser.ok('PUT', '/api/session/password', { current: password, next: 'another long password' });
  await withinASecond(() => expect(other.ended).toBe('session_ended'));
  expect(own.ended).toBeNull();
});

it('sign-out, an ended session and a switched organisation end their sockets', async () => {
  const { browser, email } = await here.found('Delta');
  const signedOut = here.browser();
  await signedOut.ok('POST', '/api/session', { email, password });
  const first = await socketOf(signedOut);
  await signedOut.ok('DELETE', '/api/session');
  await withinASecond(() => expect(first.ended).toBe('session_ended'));
  const other = await here.found('Epsilon');
  const invited = await other.browser.ok('POST', '/api/people/invitations', { email, role: 'agent' });
  const token = String(invited.link).split('/').at(-1);
  await here.browser().ok('POST', '/api/invitations/accept', { token, password });
  const socket = await socketOf(browser);
  await browser.ok('PUT', '/api/session/organisation', { organisationId: other.orgId });
  await withinASecond(() => expect(socket.ended).toBe('organisation_changed'));
});

it('rights change on open sockets at once: role, teams, permissions of the role', async () => {
  const { browser, orgId } = await here.found('Zeta');
  const agent = await join(orgId, 'Bia');
  const socket = await socketOf(agent.browser);
  const actor = () => socket.actor as PersonActor;
  const team = await browser.ok('POST', '/api/teams', { name: 'Sales', memberIds: [agent.id] });
  await withinASecond(() => expect(actor().teamIds).toEqual([team.id]));
  await browser.ok('PATCH', `/api/people/${agent.id}`, { role: 'supervisor', visibility: 'team' });
  await withinASecond(() => expect(actor()).toMatchObject({ role: 'supervisor', visibility: 'team' }));
  expect(actor().permissions.has('customers.merge')).toBe(true);
  await browser.ok('PUT', '/api/roles/supervisor', { permissions: ['people.read'] });
  await withinASecond(() => expect([...actor().permissions]).toEqual(['people.read']));
  await browser.ok('PUT', '/api/roles/supervisor', { permissions: ['canned.read'] });
  await withinASecond(() => expect([...actor().permissions]).toEqual(['canned.read']));
  // Who may not read people gets no frames of them.
  const before = socket.frames.length;
  await browser.ok('PATCH', '/api/session/profile', { name: 'Another name' });
  await browser.ok('PATCH', '/api/organisation', { name: 'Zeta & Co' });
  await vi.waitFor(() => expect(socket.frames.at(-1)).toMatchObject({ data: { what: 'organisation' } }));
  expect(socket.frames.slice(before)).toHaveLength(1);
});

it('the socket of a revoked key ends', async () => {
  const { browser, orgId } = await here.found('Eta');
  const { key } = await browser.ok('POST', '/api/keys', { name: 'Shop', scopes: ['people.read'] });
  const actor = await loadKey(there.kernel, orgId, { keyId: key.id });
  if (!actor) throw new Error('no key');
  const socket = open(actor);
  await vi.waitFor(() => expect(socket.frames[0]).toMatchObject({ t: 'ready' }));
  await browser.ok('DELETE', `/api/keys/${key.id}`);
  await withinASecond(() => expect(socket.ended).toBe('session_ended'));
});

it('a customer is no person: its connection is left alone', async () => {
  const { browser, orgId } = await here.found('Teta');
  const id = here.kernel.ids.uuid();
  const socket = open({ kind: 'customer', id, orgId, identityId: id, inboxId: id });
  await vi.waitFor(() => expect(socket.frames[0]).toMatchObject({ t: 'ready' }));
  await recheckConnection(there.kernel, socket);
  await browser.ok('PATCH', '/api/session/profile', { name: 'Another name' });
  const witness = await socketOf(browser);
  await browser.ok('PATCH', '/api/session/profile', { name: 'And another' });
  await vi.waitFor(() => expect(witness.frames.at(-1)).toMatchObject({ name: 'people' }));
  expect(socket.ended).toBeNull();
  expect(socket.frames).toHaveLength(1);
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createPerson } from './create-person.ts';
import { type House, openHouse, password } from './testing.ts';
import type { Browser } from './testing-browser.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.advance(20 * 60_000));

type Role = 'owner' | 'administrator' | 'supervisor' | 'agent';

async function join(orgId: string, name: string, role: Role) {
  const email = `${name.toLowerCase()}-${orgId.slice(-6)}@people.example`;
  const { id } = await createPerson(house.kernel, { orgId, name, email, password, role });
  const browser = house.browser();
  await browser.ok('POST', '/api/session', { email, password });
  return { id, email, browser };
}
const change = (browser: Browser, id: string, body: object) =>
  browser.call('PATCH', `/api/people/${id}`, body);

it('lists the people with role, teams and second factor', async () => {
  const { browser, orgId, ownerId } = await house.found('Alfa');
  const agent = await join(orgId, 'Bia', 'agent');
  const team = await browser.ok('POST', '/api/teams', { name: 'Sales', memberIds: [agent.id] });
  const { items } = await agent.browser.ok('GET', '/api/people');
  expect(items).toMatchObject([
    { id: agent.id, name: 'Bia', role: 'agent', teamIds: [team.id], active: true, secondFactor: false },
    { id: ownerId, role: 'owner', teamIds: [] },
  ]);
});

it('lesson 5: deactivating ends sessions at once and lets nobody in again; the way back is open', async () => {
  const { browser, orgId } = await house.found('Beta');
  const agent = await join(orgId, 'Bia', 'agent');
  expect((await agent.browser.call('GET', '/api/session')).status).toBe(200);
  expect((await change(browser, agent.id, { active: false })).body).toMatchObject({ active: false });
  expect((await agent.browser.call('GET', '/api/session')).status).toBe(401);
  const again = { email: agent.email, password };
  expect((await house.browser().call('POST', '/api/session', again)).body).toMatchObject({
    code: 'wrong_credentials',
  });
  await change(browser, agent.id, { active: true });
  expect((await agent.browser.call('GET', '/api/session')).status).toBe(401);
  await agent.browser.ok('POST', '/api/session', again);
});

it('lesson 62: a deactivated person is turned away on every path', async () => {
  const { browser, orgId } = await house.found('Gama');
  const agent = await join(orgId, 'Bia', 'agent');
  const mails = house.mails.length;
  await change(browser, agent.id, { active: false });
  const stale = house.browser();
  stale.cookies.set('meada', agent.browser.cookies.get('meada') ?? '');
  const fresh = house.browser();
  const credentials = { email: agent.email, password };
  const paths: [Browser, string, string, object?][] = [
    [stale, 'GET', '/api/session'],
    [stale, 'GET', '/api/people'],
    [stale, 'PATCH', '/api/session/profile', { name: 'X' }],
    [stale, 'PUT', '/api/session/password', { current: password, next: 'another long one' }],
    [fresh, 'POST', '/api/session', credentials],
  ];
  for (const [who, method, path, body] of paths) {
    expect((await who.call(method, path, body)).status, path).toBe(401);
  }
  // A reset link does not open the house either.
  await fresh.ok('POST', '/api/session/reset', { email: agent.email });
  const token = await house.tokenMailed(agent.email, 'reset');
  await fresh.ok('PUT', '/api/session/reset', { token, password: 'another long one' });
  const after = await fresh.call('POST', '/api/session', { ...credentials, password: 'another long one' });
  expect(after.status).toBe(401);
  expect(house.mails.length).toBe(mails + 1);
});

it('a person who is deactivated in one organisation stays in the other', async () => {
  const one = await house.found('Delta');
  const two = await house.found('Epsilon');
  const agent = await join(one.orgId, 'Bia', 'agent');
  await createPerson(house.kernel, {
    orgId: two.orgId,
    name: 'Bia',
    email: agent.email,
    password: 'is not set',
    role: 'supervisor',
  });
  await change(one.browser, agent.id, { active: false });
  expect((await agent.browser.call('GET', '/api/session')).status).toBe(401);
  const { me } = await agent.browser.ok('POST', '/api/session', { email: agent.email, password });
  expect(me.organisations).toEqual([{ id: two.orgId, name: 'Epsilon', role: 'supervisor' }]);
});

it('the last active owner stays one, also when two dismiss each other at the same time', async () => {
  const { browser, orgId, ownerId } = await house.found('Zeta');
  for (const body of [{ active: false }, { role: 'agent' }]) {
    expect((await change(browser, ownerId, body)).body).toMatchObject({ code: 'last_owner' });
  }
  for (let round = 0; round < 5; round++) {
    const other = await join(orgId, `Owner${round}`, 'owner');
    await Promise.all([
      change(browser, other.id, { role: 'agent' }),
      change(other.browser, ownerId, { role: 'agent' }),
    ]);
    const { items } = await other.browser.ok('GET', '/api/people');
    const owners = items.filter(
      (one: { role: string; active: boolean }) => one.role === 'owner' && one.active,
    );
    expect(owners).toHaveLength(1);
    if (owners[0].id !== ownerId) await change(other.browser, ownerId, { role: 'owner' });
    await change(browser, other.id, { role: 'agent' });
  }
});

it('nobody changes somebody above themself, only owners make owners', async () => {
  const { browser, orgId, ownerId } = await house.found('Eta');
  const adm = await join(orgId, 'Adm', 'administrator');
  const agent = await join(orgId, 'Bia', 'agent');
  expect((await change(adm.browser, ownerId, { visibility: 'assigned' })).status).toBe(403);
  expect((await change(adm.browser, ownerId, { active: false })).status).toBe(403);
  expect((await change(adm.browser, adm.id, { role: 'owner' })).status).toBe(403);
  expect((await change(adm.browser, agent.id, { role: 'owner' })).status).toBe(403);
  expect((await change(agent.browser, adm.id, { role: 'agent' })).status).toBe(403);
  expect((await change(adm.browser, agent.id, { role: 'administrator' })).status).toBe(200);
  expect((await change(browser, agent.id, { role: 'owner' })).status).toBe(200);
});

it('what a role may do changes at once, within the rules', async () => {
  const { browser, orgId } = await house.found('Teta');
  const adm = await join(orgId, 'Adm', 'administrator');
  const agent = await join(orgId, 'Bia', 'agent');
  const put = (who: Browser, role: string, permissions: string[]) =>
    who.call('PUT', `/api/roles/${role}`, { permissions });
  expect((await agent.browser.call('GET', '/api/audit')).status).toBe(403);
  expect((await put(adm.browser, 'agent', ['people.read', 'audit.read'])).status).toBe(200);
  expect((await agent.browser.call('GET', '/api/audit')).status).toBe(200);
  expect(await agent.browser.ok('GET', '/api/session')).toMatchObject({
    permissions: ['people.read', 'audit.read'],
  });
  // An owner cannot lose what would lock the house; an administrator cannot touch owners or give what they lack.
  const { permissions } = await browser.ok('PUT', '/api/roles/owner', { permissions: [] });
  expect(permissions).toEqual(['organisation.manage', 'people.manage', 'roles.manage']);
  expect((await put(adm.browser, 'owner', ['audit.read'])).status).toBe(403);
  expect((await put(browser, 'administrator', ['roles.manage', 'people.manage'])).status).toBe(200);
  expect((await put(adm.browser, 'administrator', ['roles.manage', 'keys.manage'])).status).toBe(403);
  expect((await put(adm.browser, 'agent', ['keys.manage'])).status).toBe(403);
  expect((await put(adm.browser, 'administrator', ['roles.manage'])).status).toBe(200);
  expect((await put(browser, 'captain', [])).status).toBe(404);
  expect((await put(browser, 'agent', ['everything'])).status).toBe(400);
});

it('teams: members, names, visibility of who is in them, deletion', async () => {
  const { browser, orgId } = await house.found('Iota');
  const agent = await join(orgId, 'Bia', 'agent');
  const team = await browser.ok('POST', '/api/teams', { name: 'Sales' });
  expect((await browser.call('POST', '/api/teams', { name: 'SALES' })).status).toBe(409);
  const path = `/api/teams/${team.id}`;
  await browser.ok('PUT', path, { name: 'Shop', memberIds: [agent.id, agent.id] });
  expect(await agent.browser.ok('GET', '/api/session')).toMatchObject({ teamIds: [team.id] });
  await change(browser, agent.id, { teamIds: [] });
  expect((await browser.ok('GET', '/api/teams')).items).toEqual([
    { id: team.id, name: 'Shop', memberIds: [] },
  ]);
  await change(browser, agent.id, { teamIds: [team.id] });
  await browser.ok('DELETE', path);
  expect(await agent.browser.ok('GET', '/api/session')).toMatchObject({ teamIds: [] });
  expect((await browser.call('DELETE', path)).status).toBe(404);
  expect((await agent.browser.call('POST', '/api/teams', { name: 'Mine' })).status).toBe(403);
});

it('lesson 71: an id of another organisation is answered exactly as one that does not exist', async () => {
  const one = await house.found('Capa');
  const two = await house.found('Lambda');
  const agent = await join(two.orgId, 'Bia', 'agent');
  const team = await two.browser.ok('POST', '/api/teams', { name: 'Sales' });
  const { key } = await two.browser.ok('POST', '/api/keys', { name: 'k', scopes: ['people.read'] });
  const { invitation } = await two.browser.ok('POST', '/api/people/invitations', {
    email: 'x@lambda.example',
    role: 'agent',
  });
  const { items } = await agent.browser.ok('GET', '/api/sessions');
  const own = await one.browser.ok('POST', '/api/teams', { name: 'Own' });
  const calls: [string, (id: string) => string, string, ((id: string) => object)?][] = [
    ['PATCH', (id) => `/api/people/${id}`, agent.id, () => ({ role: 'agent' })],
    ['POST', (id) => `/api/people/${id}/reset-link`, agent.id],
    ['DELETE', (id) => `/api/people/invitations/${id}`, invitation.id],
    ['PUT', (id) => `/api/teams/${id}`, team.id, () => ({ name: 'Mine', memberIds: [] })],
    ['DELETE', (id) => `/api/teams/${id}`, team.id],
    ['DELETE', (id) => `/api/keys/${id}`, key.id],
    ['DELETE', (id) => `/api/sessions/${id}`, items[0].id],
    ['PUT', () => '/api/session/organisation', two.orgId, (id) => ({ organisationId: id })],
    ['PUT', () => `/api/teams/${own.id}`, agent.id, (id) => ({ name: 'Own', memberIds: [id] })],
    ['PATCH', () => `/api/people/${one.ownerId}`, team.id, (id) => ({ teamIds: [id] })],
    ['POST', () => '/api/teams', agent.id, (id) => ({ name: 'Other', memberIds: [id] })],
  ];
  const strip = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
  for (const [method, path, foreign, body] of calls) {
    const random = house.kernel.ids.uuid();
    const answers = [];
    for (const id of [foreign, random]) answers.push(await one.browser.call(method, path(id), body?.(id)));
    expect(answers[0]?.status, path(foreign)).toBe(404);
    expect(strip(answers[0]?.text ?? '')).toBe(strip(answers[1]?.text ?? ''));
  }
  expect((await two.browser.ok('GET', '/api/teams')).items).toMatchObject([{ name: 'Sales' }]);
});

it('the organisation is read by everybody in it and changed by who may', async () => {
  const { browser, orgId } = await house.found('Mi');
  const agent = await join(orgId, 'Bia', 'agent');
  const read = await agent.browser.ok('GET', '/api/organisation');
  expect(read).toEqual({ id: orgId, name: 'Mi', slug: 'mi', locale: 'pt-BR', timeZone: 'America/Sao_Paulo' });
  expect((await agent.browser.call('PATCH', '/api/organisation', { name: 'Mine' })).status).toBe(403);
  const changed = await browser.ok('PATCH', '/api/organisation', {
    name: 'Mi & Co',
    timeZone: 'Europe/Lisbon',
  });
  expect(changed).toMatchObject({ name: 'Mi & Co', timeZone: 'Europe/Lisbon', locale: 'pt-BR' });
  const wrong = await browser.call('PATCH', '/api/organisation', { timeZone: 'Mars/Olympus' });
  expect(wrong.body).toMatchObject({ code: 'malformed', field: 'body.timeZone' });
});

it('rights live in memory for a second at most', async () => {
  const { browser, orgId, ownerId } = await house.found('Ni');
  expect(await browser.ok('GET', '/api/session')).toMatchObject({ role: 'owner' });
  // Behind everybody's back: no event tells of it.
  await house.kernel.database.inOrg(orgId, (db) =>
    db.updateTable('members').set({ role: 'agent' }).where('id', '=', ownerId).execute(),
  );
  house.clock.advance(999);
  expect(await browser.ok('GET', '/api/session')).toMatchObject({ role: 'owner' });
  house.clock.advance(1);
  expect(await browser.ok('GET', '/api/session')).toMatchObject({ role: 'agent' });
});

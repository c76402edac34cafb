import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createPerson } from './create-person.ts';
import { type House, openHouse, password } from './testing.ts';
import { type Browser, makeBrowser } from './testing-browser.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.advance(20 * 60_000));

/** A program with a key: no cookies, no header of the desk. */
function program(secret: string): Browser {
  const browser = makeBrowser(house.url);
  delete browser.headers['x-meada-csrf'];
  browser.headers.authorization = `Bearer ${secret}`;
  return browser;
}
const create = (browser: Browser, scopes: string[], more: object = {}) =>
  browser.call('POST', '/api/keys', { name: 'Shop', scopes, ...more });

it('a key does what its scopes say, and nothing a person alone may', async () => {
  const { browser } = await house.found('Alfa');
  const { key, secret } = await browser.ok('POST', '/api/keys', { name: 'Shop', scopes: ['people.read'] });
  expect(secret).toMatch(/^mk_[\w-]{22}_[\w-]{43}$/);
  expect(key).toMatchObject({ name: 'Shop', usedAt: null, prefix: `mk_…${secret.slice(26, 32)}` });
  const shop = program(secret);
  expect((await shop.ok('GET', '/api/people')).items).toHaveLength(1);
  expect((await shop.call('GET', '/api/keys')).status).toBe(403);
  expect((await shop.call('GET', '/api/session')).status).toBe(401);
  const { items } = await browser.ok('GET', '/api/keys');
  const usedAt = house.clock.now().toISOString();
  expect(items[0].usedAt).toBe(usedAt);
  // Its use is written down at most once a minute.
  house.clock.advance(59_000);
  await shop.ok('GET', '/api/people');
  expect((await browser.ok('GET', '/api/keys')).items[0].usedAt).toBe(usedAt);
  house.clock.advance(1_000);
  await shop.ok('GET', '/api/people');
  expect((await browser.ok('GET', '/api/keys')).items[0].usedAt).toBe(house.clock.now().toISOString());
});

it('lesson 64: a key is shown once; lists and the database do not hold it', async () => {
  const { browser, orgId } = await house.found('Beta');
  const withKey = makeBrowser(house.url);
  withKey.cookies.set('meada', browser.cookies.get('meada') ?? '');
  withKey.headers['idempotency-key'] = 'one';
  const { secret } = await withKey.ok('POST', '/api/keys', { name: 'Shop', scopes: ['people.read'] });
  const random = secret.slice(26);
  expect((await browser.call('GET', '/api/keys')).text).not.toContain(random);
  const tables = ['api_keys', 'audit_entries', 'events', 'idempotency_keys'] as const;
  for (const table of tables) {
    const rows = await house.kernel.database.inOrg(orgId, (db) => db.selectFrom(table).selectAll().execute());
    expect(JSON.stringify(rows), table).not.toContain(random);
  }
});

it('a revoked, expired, malformed or foreign key opens nothing', async () => {
  const { browser } = await house.found('Gama');
  const other = await house.found('Delta');
  const expiresAt = new Date(house.clock.now().getTime() + 3_600_000).toISOString();
  const short = await browser.ok('POST', '/api/keys', { name: 'Short', scopes: ['people.read'], expiresAt });
  const long = await browser.ok('POST', '/api/keys', { name: 'Long', scopes: ['people.read'] });
  for (const { secret } of [short, long])
    expect((await program(secret).call('GET', '/api/people')).status).toBe(200);
  house.clock.advance(3_600_001);
  expect((await program(short.secret).call('GET', '/api/people')).status).toBe(401);
  // Also from memory: the clock stands between the use of a key and its end.
  expect((await program(long.secret).call('GET', '/api/people')).status).toBe(200);
  await browser.ok('DELETE', `/api/keys/${long.key.id}`);
  expect((await program(long.secret).call('GET', '/api/people')).status).toBe(401);
  const packed = Buffer.from(other.orgId.replaceAll('-', ''), 'hex').toString('base64url');
  const moved = `mk_${packed}_${short.secret.slice(26)}`;
  for (const text of [moved, '', 'mk_', `mk__${'A'.repeat(43)}`, 'null', long.key.id, `${short.secret}A`]) {
    expect((await program(text).call('GET', '/api/people')).status, text).toBe(401);
  }
  const past = await create(browser, ['people.read'], { expiresAt: '2020-01-01T00:00:00Z' });
  expect(past.status).toBe(422);
});

it('scopes are at most what the creator may do, of a person and of a key', async () => {
  const { browser, orgId } = await house.found('Epsilon');
  await browser.ok('PUT', '/api/roles/supervisor', { permissions: ['people.read', 'keys.manage'] });
  const email = 'sup@epsilon.example';
  await createPerson(house.kernel, { orgId, name: 'Sup', email, password, role: 'supervisor' });
  const supervisor = house.browser();
  await supervisor.ok('POST', '/api/session', { email, password });
  expect((await create(supervisor, ['people.read', 'keys.manage'])).status).toBe(200);
  expect((await create(supervisor, ['people.read', 'audit.read'])).status).toBe(403);
  expect((await create(supervisor, ['channel.push'])).status).toBe(403);
  expect((await create(browser, ['channel.push'])).status).toBe(200);
  const { secret } = await browser.ok('POST', '/api/keys', { name: 'Maker', scopes: ['keys.manage'] });
  expect((await create(program(secret), ['keys.manage'])).status).toBe(200);
  expect((await create(program(secret), ['people.manage'])).status).toBe(403);
});

it('a key that manages people reaches administrators at most', async () => {
  const { browser, ownerId } = await house.found('Zeta');
  const { secret } = await browser.ok('POST', '/api/keys', { name: 'Hr', scopes: ['people.manage'] });
  const hr = program(secret);
  const owner = { email: 'x@zeta.example', role: 'owner' };
  expect((await hr.call('POST', '/api/people/invitations', owner)).status).toBe(403);
  expect((await hr.call('PATCH', `/api/people/${ownerId}`, { role: 'agent' })).status).toBe(403);
  expect((await hr.call('POST', `/api/people/${ownerId}/reset-link`)).status).toBe(403);
  const made = await hr.ok('POST', '/api/people/invitations', { ...owner, role: 'administrator' });
  expect(made.invitation.invitedBy).toBe('Hr');
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type House, openHouse, password } from './testing.ts';
import type { Browser } from './testing-browser.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
// Limits of routes are a minute long.
beforeEach(() => house.clock.advance(20 * 60_000));

const signIn = (browser: Browser, email: string, given: string) =>
  browser.call('POST', '/api/session', { email, password: given });

it('lesson 70: set-up makes the first organisation and its owner, then locks itself', async () => {
  const browser = house.browser();
  expect(await browser.ok('GET', '/api/setup')).toMatchObject({ needed: true, demo: false });
  const body = { organisation: 'Loja Açaí & Cia', name: 'Ana', email: 'Ana@Example.org', password };
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(() => house.browser().call('POST', '/api/setup', body)),
  );
  const done = answers.filter((answer) => answer.status === 200);
  expect(done).toHaveLength(1);
  for (const answer of answers) expect([200, 409]).toContain(answer.status);
  expect(done[0]?.body).toMatchObject({
    state: 'signed_in',
    me: { email: 'ana@example.org', role: 'owner', organisation: { slug: 'loja-acai-cia' } },
  });
  expect(await browser.ok('GET', '/api/setup')).toMatchObject({ needed: false });
  expect((await browser.call('POST', '/api/setup', body)).body).toMatchObject({ code: 'already_set_up' });
});

it('signs in, says who is there, signs out', async () => {
  const { browser, orgId } = await house.found('Alfa');
  const me = await browser.ok('GET', '/api/session');
  expect(me).toMatchObject({ organisation: { id: orgId, name: 'Alfa' }, role: 'owner', secondFactor: false });
  const signOut = await browser.call('DELETE', '/api/session');
  expect(signOut.cookies[0]).toMatch(/^meada=; Path=\/; Max-Age=0;/);
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
});

it('lesson 6: the session is rotated at sign-in and its token stands in the cookie only', async () => {
  const { browser, email } = await house.found('Beta');
  const first = browser.cookies.get('meada') ?? '';
  const answer = await signIn(browser, email, password);
  const second = browser.cookies.get('meada') ?? '';
  expect(second).not.toBe(first);
  expect(second).toMatch(/^[\w-]{43}$/);
  expect(answer.text).not.toContain(second);
  expect(answer.cookies[0]).toMatch(/; HttpOnly; SameSite=Lax$/);
  // The former one is over, and a token a stranger chose is never taken up.
  const old = house.browser();
  old.cookies.set('meada', first);
  expect((await old.call('GET', '/api/session')).status).toBe(401);
  const fixed = house.browser();
  fixed.cookies.set('meada', 'A'.repeat(43));
  await signIn(fixed, email, password);
  expect(fixed.cookies.get('meada')).not.toBe('A'.repeat(43));
  const rows = await house.kernel.database.asSystem((db) => db.selectFrom('sessions').selectAll().execute());
  expect(JSON.stringify(rows)).not.toContain(second);
});

it('lesson 6: on https the cookie is bound to this host and sent by https only', async () => {
  const secure = await openHouse({ publicUrl: 'https://desk.example.org' });
  const made = await secure.found('Seguro');
  const answer = await signIn(secure.browser(), made.email, password);
  expect(answer.cookies[0]).toMatch(
    /^__Host-meada=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
  );
  const plain = secure.browser();
  plain.cookies.set('meada', made.browser.cookies.get('__Host-meada') ?? '');
  expect((await plain.call('GET', '/api/session')).status).toBe(401);
  expect((await made.browser.call('GET', '/api/session')).status).toBe(200);
  await secure.close();
});

it('lesson 17: no page of another site signs a browser in or writes for it', async () => {
  const { browser, email } = await house.found('Gama');
  const foreign = house.browser();
  foreign.headers.origin = 'https://evil.example';
  expect((await signIn(foreign, email, password)).body).toMatchObject({ code: 'bad_origin' });
  browser.headers.origin = 'https://evil.example';
  expect((await browser.call('PATCH', '/api/session/profile', { name: 'Eve' })).body).toMatchObject({
    code: 'bad_origin',
  });
  delete browser.headers.origin;
  delete browser.headers['x-meada-csrf'];
  expect((await browser.call('PATCH', '/api/session/profile', { name: 'Eve' })).status).toBe(403);
});

it('lesson 28: a known and an unknown address get the same answer after the same time', async () => {
  const { email } = await house.found('Delta');
  const strip = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
  const times: Record<string, number[]> = { [email]: [], 'nobody@delta.example': [] };
  const texts = new Set<string>();
  for (let round = 0; round < 9; round++) {
    house.clock.advance(20 * 60_000);
    for (const [address, list] of Object.entries(times)) {
      const start = performance.now();
      const answer = await signIn(house.browser(), address, 'not the password');
      list.push(performance.now() - start);
      expect(answer.status).toBe(401);
      texts.add(strip(answer.text));
    }
  }
  expect(texts.size).toBe(1);
  const median = (list: number[]) => list.sort((a, b) => a - b)[4] ?? 0;
  const [known = 0, unknown = 0] = Object.values(times).map(median);
  expect(unknown / known).toBeGreaterThan(0.4);
  expect(unknown / known).toBeLessThan(2.5);
});

it('lesson 12: tries are counted per account and address, whatever the spelling or the claimed address', async () => {
  const { email } = await house.found('Epsilon');
  const statuses: number[] = [];
  for (let count = 0; count < 12; count++) {
    const browser = house.browser();
    browser.headers['x-forwarded-for'] = `203.0.113.${count}`;
    const spelled = count % 2 ? email.toUpperCase() : email;
    statuses.push((await signIn(browser, spelled, `guess number ${count}`)).status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
});

it('lesson 12: strangers who use up the tries do not lock out the owner of a known device', async () => {
  const { browser, email } = await house.found('Zeta');
  for (let count = 0; count < 11; count++) await signIn(house.browser(), email, 'a wrong guess');
  const stranger = await signIn(house.browser(), email, password);
  expect(stranger.status).toBe(429);
  expect(Number(stranger.body.retryAfter)).toBeGreaterThan(0);
  await browser.ok('DELETE', '/api/session');
  expect((await signIn(browser, email, password)).status).toBe(200);
  // The mark of a device counts for its own address only. (The route has a limit by the minute, too.)
  house.clock.advance(121_000);
  const other = await house.found('Zeta2');
  other.browser.cookies.set('meada_device', browser.cookies.get('meada_device') ?? '');
  for (let count = 0; count < 11; count++) await signIn(house.browser(), other.email, 'a wrong guess');
  house.clock.advance(121_000);
  expect((await signIn(other.browser, other.email, password)).status).toBe(429);
  house.clock.advance(16 * 60_000);
  expect((await signIn(house.browser(), email, password)).status).toBe(200);
});

it('a burst of guesses at the same time is counted, too', async () => {
  const { email } = await house.found('Eta');
  const answers = await Promise.all(
    Array.from({ length: 18 }, (_, count) => signIn(house.browser(), email, `guess ${count}`)),
  );
  expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);
});

it('lesson 5: a change of password ends every other session and gives this one a new token', async () => {
  const { browser, email } = await house.found('Teta');
  const phone = house.browser();
  await signIn(phone, email, password);
  const before = browser.cookies.get('meada') ?? '';
  expect((await phone.call('GET', '/api/session')).status).toBe(200);
  expect((await phone.ok('GET', '/api/sessions')).items).toHaveLength(2);
  await browser.ok('PUT', '/api/session/password', { current: password, next: 'another long password' });
  expect((await phone.call('GET', '/api/session')).status).toBe(401);
  expect((await browser.call('GET', '/api/session')).status).toBe(200);
  expect(browser.cookies.get('meada')).not.toBe(before);
  const former = house.browser();
  former.cookies.set('meada', before);
  expect((await former.call('GET', '/api/session')).status).toBe(401);
  expect((await signIn(house.browser(), email, password)).status).toBe(401);
  expect((await signIn(house.browser(), email, 'another long password')).status).toBe(200);
});

it('lesson 5: a sign-in that runs while the password changes does not survive it', async () => {
  const { browser, email } = await house.found('Iota');
  const late = Array.from({ length: 6 }, () => house.browser());
  await Promise.all([
    browser.ok('PUT', '/api/session/password', { current: password, next: 'another long password' }),
    ...late.map((other) => signIn(other, email, password)),
  ]);
  for (const other of late) expect((await other.call('GET', '/api/session')).status).toBe(401);
});

it('own sessions are listed and ended; one of somebody else is not there', async () => {
  const { browser, email } = await house.found('Capa');
  const other = await house.found('Lambda');
  const phone = house.browser();
  phone.headers['user-agent'] = 'Telephone/1';
  await signIn(phone, email, password);
  const { items } = await browser.ok('GET', '/api/sessions');
  const ofPhone = items.find((item: { agent: string }) => item.agent === 'Telephone/1');
  expect(ofPhone).toMatchObject({ current: false, address: '127.0.0.1' });
  expect((await other.browser.call('DELETE', `/api/sessions/${ofPhone.id}`)).status).toBe(404);
  await browser.ok('DELETE', `/api/sessions/${ofPhone.id}`);
  expect((await phone.call('GET', '/api/session')).status).toBe(401);
});

it('a session ends when nobody uses it, and at last however much it is used', async () => {
  const { browser, email } = await house.found('Mi');
  const dayMs = 24 * 60 * 60_000;
  for (let count = 0; count < 9; count++) {
    house.clock.advance(9 * dayMs);
    expect((await browser.call('GET', '/api/session')).status).toBe(200);
  }
  house.clock.advance(9.5 * dayMs);
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
  const idle = house.browser();
  await signIn(idle, email, password);
  house.clock.advance(14.5 * dayMs);
  expect((await idle.call('GET', '/api/session')).status).toBe(401);
});

it('name and language change; the organisation switches and takes the rights along', async () => {
  const one = await house.found('Ni');
  const two = await house.found('Xi');
  const { link } = await two.browser.ok('POST', '/api/people/invitations', {
    email: one.email,
    role: 'agent',
  });
  const token = link.split('/').at(-1);
  await house.browser().ok('POST', '/api/invitations/accept', { token, password });
  const me = await one.browser.ok('PATCH', '/api/session/profile', { name: 'Nina', locale: 'es' });
  expect(me).toMatchObject({ name: 'Nina', locale: 'es', role: 'owner' });
  expect(me.organisations).toEqual([
    { id: one.orgId, name: 'Ni', role: 'owner' },
    { id: two.orgId, name: 'Xi', role: 'agent' },
  ]);
  const there = await one.browser.ok('PUT', '/api/session/organisation', { organisationId: two.orgId });
  expect(there).toMatchObject({ role: 'agent', organisation: { id: two.orgId } });
  expect((await one.browser.call('GET', '/api/keys')).status).toBe(403);
  const third = await house.found('Omicron');
  const refusedSwitch = await one.browser.call('PUT', '/api/session/organisation', {
    organisationId: third.orgId,
  });
  expect(refusedSwitch.status).toBe(404);
});

import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type House, openHouse, password } from './testing.ts';
import type { Browser } from './testing-browser.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.advance(20 * 60_000));

const codeOf = (url: string): string => codeAt(url, house.clock.now());
function codeAt(url: string, at: Date): string {
  const secret = new URL(url).searchParams.get('secret') ?? '';
  return new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: at.getTime() });
}

/** An owner whose second factor is on. */
async function guarded(name: string) {
  const made = await house.found(name);
  const { secret, url } = await made.browser.ok('POST', '/api/session/factor', { password });
  const { recoveryCodes } = await made.browser.ok('PUT', '/api/session/factor', { code: codeOf(url) });
  house.clock.advance(60_000);
  return { ...made, secret, url, recoveryCodes: recoveryCodes as string[] };
}

async function ticketFor(browser: Browser, email: string): Promise<string> {
  const answer = await browser.ok('POST', '/api/session', { email, password });
  expect(answer.state).toBe('second_factor');
  return answer.ticket;
}
const finish = (browser: Browser, ticket: string, code: string) =>
  browser.call('POST', '/api/session/second-factor', { ticket, code });

it('signs in with password and code; the password alone opens nothing', async () => {
  const { email, url, browser } = await guarded('Alfa');
  expect(await browser.ok('GET', '/api/session')).toMatchObject({ secondFactor: true });
  const fresh = house.browser();
  const ticket = await ticketFor(fresh, email);
  expect(fresh.cookies.has('meada')).toBe(false);
  expect((await fresh.call('GET', '/api/session')).status).toBe(401);
  const code = codeOf(url);
  expect((await finish(fresh, ticket, `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
  expect((await fresh.call('GET', '/api/session')).status).toBe(200);
});

it('a code works once, also in two requests at the same time and in a second sign-in', async () => {
  const { email, url } = await guarded('Beta');
  const tickets = [];
  for (let count = 0; count < 4; count++) tickets.push(await ticketFor(house.browser(), email));
  const answers = await Promise.all(tickets.map((ticket) => finish(house.browser(), ticket, codeOf(url))));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401, 401]);
});

it('an earlier code than the last one used is not taken', async () => {
  const { email, url } = await guarded('Gama');
  const former = codeAt(url, new Date(house.clock.now().getTime() - 30_000));
  const now = codeOf(url);
  const ticket = await ticketFor(house.browser(), email);
  expect((await finish(house.browser(), ticket, now)).status).toBe(200);
  const second = await ticketFor(house.browser(), email);
  expect((await finish(house.browser(), second, former)).status).toBe(401);
});

it('a ticket bears five tries, works once and expires', async () => {
  const { email, url, recoveryCodes } = await guarded('Delta');
  const worn = await ticketFor(house.browser(), email);
  for (let count = 0; count < 5; count++) {
    expect((await finish(house.browser(), worn, '000000')).status).toBe(401);
  }
  expect((await finish(house.browser(), worn, codeOf(url))).status).toBe(401);
  const used = await ticketFor(house.browser(), email);
  expect((await finish(house.browser(), used, codeOf(url))).status).toBe(200);
  expect((await finish(house.browser(), used, recoveryCodes[0] ?? '')).status).toBe(401);
  house.clock.advance(60_000);
  const late = await ticketFor(house.browser(), email);
  house.clock.advance(11 * 60_000);
  expect((await finish(house.browser(), late, codeOf(url))).status).toBe(401);
});

it('lesson 12: guesses of codes over many tickets run out, too', async () => {
  const { email } = await guarded('Epsilon');
  const statuses: number[] = [];
  for (let count = 0; count < 12; count++) {
    const ticket = await ticketFor(house.browser(), email).catch(() => null);
    if (ticket) statuses.push((await finish(house.browser(), ticket, '000000')).status);
  }
  expect(statuses).toHaveLength(10);
  expect(new Set(statuses)).toEqual(new Set([401]));
});

it('a recovery code stands in for the authenticator, once each, however it is typed', async () => {
  const { email, recoveryCodes } = await guarded('Zeta');
  expect(recoveryCodes).toHaveLength(10);
  const [first = '', second = ''] = recoveryCodes;
  const browser = house.browser();
  const typed = first.toUpperCase().replaceAll('-', '');
  expect((await finish(browser, await ticketFor(browser, email), typed)).status).toBe(200);
  expect((await finish(browser, await ticketFor(browser, email), first)).status).toBe(401);
  expect((await finish(browser, await ticketFor(browser, email), second)).status).toBe(200);
});

it('secret and recovery codes lie in the database only encrypted and hashed', async () => {
  const { secret, recoveryCodes, ownerId } = await guarded('Eta');
  const rows = await house.kernel.database.asSystem((db) =>
    db.selectFrom('sign_ins').selectAll().where('person_id', '=', ownerId).execute(),
  );
  const text = JSON.stringify(rows);
  expect(text).not.toContain(secret);
  for (const code of recoveryCodes) expect(text).not.toContain(code);
});

it('a factor that is on is neither replaced nor dropped without a code of it', async () => {
  const { browser, url } = await guarded('Teta');
  expect((await browser.call('POST', '/api/session/factor', { password })).status).toBe(409);
  const wrong = await browser.call('DELETE', '/api/session/factor', { password, code: '000000' });
  expect(wrong.status).toBe(401);
  const noPassword = await browser.call('DELETE', '/api/session/factor', {
    password: 'not the password',
    code: codeOf(url),
  });
  expect(noPassword.status).toBe(401);
  await browser.ok('DELETE', '/api/session/factor', { password, code: codeOf(url) });
  expect(await browser.ok('GET', '/api/session')).toMatchObject({ secondFactor: false });
});

it('a factor is confirmed by a code of the new secret only', async () => {
  const { browser } = await house.found('Iota');
  expect((await browser.call('PUT', '/api/session/factor', { code: '123456' })).status).toBe(409);
  await browser.ok('POST', '/api/session/factor', { password });
  expect((await browser.call('PUT', '/api/session/factor', { code: '000000' })).status).toBe(401);
  expect(await browser.ok('GET', '/api/session')).toMatchObject({ secondFactor: false });
});

it('lesson 62: the second factor is asked for on every way in', async () => {
  const { email, url, orgId } = await guarded('Capa');
  // By invitation into another organisation.
  const host = await house.found('Lambda');
  const { link } = await host.browser.ok('POST', '/api/people/invitations', { email, role: 'agent' });
  const token = link.split('/').at(-1);
  const browser = house.browser();
  const asked = await browser.ok('POST', '/api/invitations/accept', { token, password });
  expect(asked.state).toBe('second_factor');
  expect(browser.cookies.has('meada')).toBe(false);
  const people = await host.browser.ok('GET', '/api/people');
  expect(people.items).toHaveLength(1);
  expect((await finish(browser, asked.ticket, '000000')).status).toBe(401);
  const done = await finish(browser, asked.ticket, codeOf(url));
  expect(done.body).toMatchObject({
    state: 'signed_in',
    me: { organisation: { id: host.orgId }, role: 'agent' },
  });
  // After a reset.
  house.clock.advance(60_000);
  await house.browser().ok('POST', '/api/session/reset', { email });
  const ticket = await house.tokenMailed(email, 'reset');
  await house.browser().ok('PUT', '/api/session/reset', { token: ticket, password });
  const after = await house.browser().ok('POST', '/api/session', { email, password });
  expect(after.state).toBe('second_factor');
  expect(orgId).not.toBe(host.orgId);
});

it('lesson 62: a ticket of one kind is not taken for the other, whatever else is right', async () => {
  const { email, url } = await guarded('Mi');
  await house.browser().ok('POST', '/api/session/reset', { email });
  const reset = await house.tokenMailed(email, 'reset');
  expect((await finish(house.browser(), reset, codeOf(url))).status).toBe(401);
  const half = await ticketFor(house.browser(), email);
  const body = { token: half, password: 'another long password' };
  expect((await house.browser().call('PUT', '/api/session/reset', body)).status).toBe(410);
  expect((await finish(house.browser(), half, codeOf(url))).status).toBe(200);
});

it('lesson 63: a proved person does not accept the invitation of another', async () => {
  const { email, url } = await guarded('Ni');
  const host = await house.found('Xi');
  const { link } = await host.browser.ok('POST', '/api/people/invitations', {
    email: 'somebody.else@xi.example',
    role: 'administrator',
  });
  const token = String(link).split('/').at(-1);
  const half = await ticketFor(house.browser(), email);
  expect((await finish(house.browser(), `${half}.${token}`, codeOf(url))).status).toBe(401);
  expect((await host.browser.ok('GET', '/api/people')).items).toHaveLength(1);
  const look = await house.browser().call('POST', '/api/invitations/look', { token });
  expect(look.status).toBe(200);
});

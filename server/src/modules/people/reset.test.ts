import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { soon } from '../../kernel/testing/patience.ts';
import { type House, openHouse, password } from './testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.advance(2 * 60 * 60_000));

const ask = (email: string) => house.browser().call('POST', '/api/session/reset', { email });
const choose = (token: unknown, next = 'the next long password') =>
  house.browser().call('PUT', '/api/session/reset', { token, password: next });

it('a link by mail sets a new password; every session ends and nobody is signed in by it', async () => {
  const { email, browser } = await house.found('Alfa');
  await ask(email);
  const token = await house.tokenMailed(email, 'reset');
  const answer = await choose(token);
  expect(answer.body).toEqual({ ok: true });
  expect(answer.cookies).toEqual([]);
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
  const after = house.browser();
  expect((await after.call('POST', '/api/session', { email, password })).status).toBe(401);
  await after.ok('POST', '/api/session', { email, password: 'the next long password' });
});

it('lesson 25: a reset link is random, hashed at rest, expires, works once and voids its sisters', async () => {
  const { email } = await house.found('Beta');
  await ask(email);
  const first = await house.tokenMailed(email, 'reset');
  await ask(email);
  await vi.waitFor(() => expect(house.mails.filter((mail) => mail.to === email)).toHaveLength(2), soon);
  const second = await house.tokenMailed(email, 'reset');
  expect(Buffer.from(first, 'base64url')).toHaveLength(32);
  expect(second).not.toBe(first);
  const rows = await house.kernel.database.asSystem((db) =>
    db.selectFrom('sign_in_tickets').selectAll().execute(),
  );
  expect(rows.some((row) => row.token_hash.toString('base64url') === first)).toBe(false);
  const answers = await Promise.all([choose(second), choose(second), choose(second)]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410]);
  expect((await choose(first)).status).toBe(410);
  await ask(email);
  // The fourth: that the password was changed was told, too.
  await vi.waitFor(() => expect(house.mails.filter((mail) => mail.to === email)).toHaveLength(4), soon);
  const third = await house.tokenMailed(email, 'reset');
  house.clock.advance(61 * 60_000);
  expect((await choose(third)).status).toBe(410);
});

it('lesson 27: an empty or malformed reset token matches nobody', async () => {
  const { email, browser } = await house.found('Gama');
  await ask(email);
  await house.tokenMailed(email, 'reset');
  for (const token of [
    '',
    ' ',
    ' '.repeat(43),
    null,
    [],
    ['a'],
    {},
    0,
    true,
    '%'.repeat(43),
    'A'.repeat(43),
  ]) {
    house.clock.advance(10_000);
    expect((await choose(token)).status).toBeGreaterThanOrEqual(400);
  }
  expect((await browser.call('GET', '/api/session')).status).toBe(200);
});

it('lesson 28: known and unknown addresses are answered alike, before anything is looked up', async () => {
  const { email } = await house.found('Delta');
  const known = await ask(email);
  const unknown = await ask('nobody@delta.example');
  expect(known.text).toBe(unknown.text);
  expect(known.status).toBe(unknown.status);
  await house.tokenMailed(email, 'reset');
  expect(house.mails.some((mail) => mail.to === 'nobody@delta.example')).toBe(false);
});

it('lesson 12: an address gets at most three reset mails an hour, whoever asks and from where', async () => {
  const { email } = await house.found('Epsilon');
  const sent = () => house.mails.filter((mail) => mail.to === email).length;
  const answers: string[] = [];
  for (let count = 0; count < 8; count++) {
    house.clock.advance(61_000);
    const browser = house.browser();
    browser.headers['x-forwarded-for'] = `203.0.113.${count}`;
    const spelled = count % 2 ? email.toUpperCase() : email;
    answers.push((await browser.call('POST', '/api/session/reset', { email: spelled })).text);
  }
  expect(new Set(answers).size).toBe(1);
  // Another address behind them in the same line of work: when its mail is there, theirs are, too.
  const other = await house.found('Zeta');
  await ask(other.email);
  await house.tokenMailed(other.email, 'reset');
  expect(sent()).toBe(3);
});

it('a ticket of one kind is not taken for the other', async () => {
  const { email } = await house.found('Eta');
  await ask(email);
  const ticket = await house.tokenMailed(email, 'reset');
  const answer = await house.browser().call('POST', '/api/session/second-factor', { ticket, code: '000000' });
  expect(answer.status).toBe(401);
  expect((await choose(ticket)).status).toBe(200);
});

it('an owner makes a reset link to hand over; nobody does so for somebody who is not below them', async () => {
  const shop = await house.found('Teta');
  const join = async (email: string, role: string) => {
    const { link } = await shop.browser.ok('POST', '/api/people/invitations', { email, role });
    const browser = house.browser();
    const body = { token: link.split('/').at(-1), password, name: role };
    const { me } = await browser.ok('POST', '/api/invitations/accept', body);
    return { browser, id: me.personId as string, email };
  };
  const one = await join('one@teta.example', 'administrator');
  const two = await join('two@teta.example', 'administrator');
  const agent = await join('agent@teta.example', 'agent');
  const make = (browser: typeof one.browser, id: string) =>
    browser.call('POST', `/api/people/${id}/reset-link`);
  expect((await make(one.browser, two.id)).status).toBe(403);
  expect((await make(one.browser, shop.ownerId)).status).toBe(403);
  expect((await make(agent.browser, one.id)).status).toBe(403);
  const made = await make(one.browser, agent.id);
  expect(made.status).toBe(200);
  const token = String(made.body.link).split('/reset/').at(-1);
  expect((await choose(token)).status).toBe(200);
  expect((await agent.browser.call('GET', '/api/session')).status).toBe(401);
  // Who serves another organisation, too, is out of its reach.
  const foreign = await house.found('Iota');
  const { link } = await shop.browser.ok('POST', '/api/people/invitations', {
    email: foreign.email,
    role: 'agent',
  });
  await house.browser().ok('POST', '/api/invitations/accept', { token: link.split('/').at(-1), password });
  expect((await make(shop.browser, foreign.ownerId)).status).toBe(422);
  const elsewhere = await house.found('Capa');
  expect((await make(elsewhere.browser, agent.id)).status).toBe(404);
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type House, openHouse, password } from './testing.ts';
import type { Browser } from './testing-browser.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.advance(20 * 60_000));

const invite = async (browser: Browser, email: string, more: object = {}) => {
  const made = await browser.ok('POST', '/api/people/invitations', { email, role: 'agent', ...more });
  return { ...made, token: String(made.link).split('/invitation/')[1] ?? '' };
};
const look = (token: unknown) => house.browser().call('POST', '/api/invitations/look', { token });
const accept = (token: unknown, more: object = {}) =>
  house.browser().call('POST', '/api/invitations/accept', { token, name: 'Rui', password, ...more });

it('invites by mail and by a link to copy, in the language of the organisation', async () => {
  const { browser } = await house.found('Alfa');
  const made = await invite(browser, 'Rui@Alfa.example');
  expect(made).toMatchObject({
    mailed: true,
    invitation: { email: 'rui@alfa.example', role: 'agent', invitedBy: 'Owner of Alfa' },
  });
  expect(await house.tokenMailed('rui@alfa.example', 'invitation')).toBe(made.token);
  expect(house.mails.at(-1)?.subject).toBe('Convite para Alfa');
  await browser.ok('PATCH', '/api/organisation', { locale: 'en' });
  await invite(browser, 'lee@alfa.example');
  expect(house.mails.at(-1)?.subject).toBe('Invitation to Alfa');
  expect((await look(made.token)).body).toEqual({
    organisation: 'Alfa',
    email: 'rui@alfa.example',
    role: 'agent',
    known: false,
  });
  const answer = await accept(made.token);
  expect(answer.body).toMatchObject({
    state: 'signed_in',
    me: { name: 'Rui', email: 'rui@alfa.example', role: 'agent' },
  });
  expect((await browser.ok('GET', '/api/people/invitations')).items).toHaveLength(1);
});

it('lesson 27: an empty invitation token matches nobody', async () => {
  const { browser, orgId } = await house.found('Beta');
  await invite(browser, 'rui@beta.example');
  const packed = Buffer.from(orgId.replaceAll('-', ''), 'hex').toString('base64url');
  const tokens: unknown[] = ['', ' ', '\t', ' '.repeat(66), '.', `${packed}.`, `${packed}.${' '.repeat(43)}`];
  tokens.push(null, [], ['x'.repeat(30)], {}, { $ne: '' }, 0, true, `${packed}.${'A'.repeat(43)}`);
  tokens.push(`${'A'.repeat(22)}.${'A'.repeat(43)}`, `${packed}.%${'_'.repeat(42)}`);
  for (const token of tokens) {
    house.clock.advance(10_000);
    for (const answer of [await look(token), await accept(token)]) {
      expect([400, 404], JSON.stringify(token)).toContain(answer.status);
      expect(answer.cookies).toEqual([]);
    }
  }
  expect((await browser.ok('GET', '/api/people')).items).toHaveLength(1);
});

it('lesson 26: an invitation works once, expires after seven days and can be taken back', async () => {
  const { browser } = await house.found('Gama');
  const once = await invite(browser, 'rui@gama.example');
  const answers = await Promise.all([accept(once.token), accept(once.token), accept(once.token)]);
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect((await look(once.token)).status).toBe(410);
  expect((await accept(once.token)).status).toBe(410);
  const old = await invite(browser, 'old@gama.example');
  house.clock.advance(7 * 24 * 60 * 60_000 + 1);
  expect((await look(old.token)).status).toBe(410);
  expect((await accept(old.token)).status).toBe(410);
  const taken = await invite(browser, 'taken@gama.example');
  await browser.ok('DELETE', `/api/people/invitations/${taken.invitation.id}`);
  expect((await look(taken.token)).status).toBe(410);
  expect((await accept(taken.token)).status).toBe(410);
  expect((await browser.call('DELETE', `/api/people/invitations/${taken.invitation.id}`)).status).toBe(404);
});

it('lesson 26: the token is random, hashed at rest, and of no use with another organisation in front', async () => {
  const one = await house.found('Delta');
  const two = await house.found('Delta2');
  const { token } = await invite(one.browser, 'rui@delta.example');
  const [, secret = ''] = token.split('.');
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  const rows = await house.kernel.database.inOrg(one.orgId, (db) =>
    db.selectFrom('invitations').selectAll().execute(),
  );
  expect(JSON.stringify(rows)).not.toContain(secret);
  const packed = Buffer.from(two.orgId.replaceAll('-', ''), 'hex').toString('base64url');
  expect((await accept(`${packed}.${secret}`)).status).toBe(404);
});

it('lesson 26: of an acceptance and a taking back at the same time one wins', async () => {
  const { browser } = await house.found('Pi');
  for (let round = 0; round < 5; round++) {
    const made = await invite(browser, `rui${round}@pi.example`);
    const path = `/api/people/invitations/${made.invitation.id}`;
    const [accepted, revoked] = await Promise.all([accept(made.token), browser.call('DELETE', path)]);
    expect([accepted.status, revoked.status].filter((status) => status === 200)).toHaveLength(1);
  }
});

it('inviting again takes the former link back; who is here already is not invited', async () => {
  const { browser, email } = await house.found('Epsilon');
  const first = await invite(browser, 'rui@epsilon.example');
  const second = await invite(browser, 'rui@epsilon.example', { role: 'supervisor' });
  expect((await accept(first.token)).status).toBe(410);
  expect((await accept(second.token)).body).toMatchObject({ me: { role: 'supervisor' } });
  const again = await browser.call('POST', '/api/people/invitations', { email, role: 'agent' });
  expect(again.status).toBe(409);
});

it('a new person needs a name and a password of ten characters', async () => {
  const { browser } = await house.found('Zeta');
  const { token } = await invite(browser, 'rui@zeta.example');
  const noName = await accept(token, { name: undefined });
  expect(noName.body).toMatchObject({ code: 'malformed', field: 'body.name' });
  expect((await accept(token, { password: 'short' })).body).toMatchObject({ field: 'body.password' });
  expect((await accept(token)).status).toBe(200);
});

it('lesson 61: a person with a sign-in elsewhere proves its password; no other one is taken or set', async () => {
  const home = await house.found('Eta');
  const host = await house.found('Teta');
  const { token } = await invite(host.browser, home.email);
  expect((await look(token)).body).toMatchObject({ known: true });
  const wrong = await accept(token, { password: 'a password chosen now' });
  expect(wrong.body).toMatchObject({ code: 'wrong_credentials' });
  expect((await host.browser.ok('GET', '/api/people')).items).toHaveLength(1);
  const right = await accept(token, { name: undefined });
  expect(right.body).toMatchObject({ me: { name: 'Owner of Eta', organisation: { id: host.orgId } } });
  const again = house.browser();
  await again.ok('POST', '/api/session', { email: home.email, password });
});

it('lesson 63: who accepts is who was invited; an address in the request is refused', async () => {
  const { browser, email } = await house.found('Iota');
  const { token } = await invite(browser, 'rui@iota.example');
  const claimed = await accept(token, { email });
  expect(claimed.body).toMatchObject({ code: 'malformed' });
  // The ticket of one person does not accept the invitation of another.
  const answer = await house
    .browser()
    .call('POST', '/api/session/second-factor', { ticket: `${'A'.repeat(43)}.${token}`, code: '000000' });
  expect(answer.status).toBe(401);
  expect((await look(token)).status).toBe(200);
});

it('teams of the invitation are joined when they are still there; those of others are none', async () => {
  const one = await house.found('Capa');
  const two = await house.found('Lambda');
  const stays = await one.browser.ok('POST', '/api/teams', { name: 'Stays' });
  const goes = await one.browser.ok('POST', '/api/teams', { name: 'Goes' });
  const foreign = await two.browser.ok('POST', '/api/teams', { name: 'Foreign' });
  const body = { email: 'rui@capa.example', role: 'agent', teamIds: [foreign.id] };
  expect((await one.browser.call('POST', '/api/people/invitations', body)).status).toBe(404);
  const { token } = await invite(one.browser, 'rui@capa.example', {
    teamIds: [stays.id, goes.id],
    visibility: 'team',
  });
  await one.browser.ok('DELETE', `/api/teams/${goes.id}`);
  expect((await accept(token)).body).toMatchObject({ me: { teamIds: [stays.id], visibility: 'team' } });
});

it('nobody gives a role above the own one', async () => {
  const { browser } = await house.found('Mi');
  const { token } = await invite(browser, 'adm@mi.example', { role: 'administrator' });
  const adm = house.browser();
  await adm.ok('POST', '/api/invitations/accept', { token, name: 'Adm', password });
  const owner = { email: 'x@mi.example', role: 'owner' };
  expect((await adm.call('POST', '/api/people/invitations', owner)).status).toBe(403);
  await adm.ok('POST', '/api/people/invitations', { email: 'y@mi.example', role: 'administrator' });
  await browser.ok('POST', '/api/people/invitations', owner);
});

it('lesson 29: what people typed stays text in a system mail, and cannot add a header', async () => {
  const { browser } = await house.found('Ni');
  const name = '<img src=x onerror=alert(1)> {link}\r\nBcc: eve@evil.example';
  await browser.ok('PATCH', '/api/organisation', { name });
  await browser.ok('PATCH', '/api/session/profile', { name });
  await invite(browser, 'rui@ni.example');
  const mail = house.mails.find((one) => one.to === 'rui@ni.example');
  expect(mail?.html).toBeUndefined();
  expect(mail?.subject).toBe('Convite para <img src=x onerror=alert(1)> {link} Bcc: eve@evil.example');
  expect(mail?.text.match(/\/invitation\//g)).toHaveLength(1);
  expect(house.mails.some((one) => one.to.includes('eve@'))).toBe(false);
});

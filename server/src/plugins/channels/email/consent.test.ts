import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mail, startMail } from '../../../../../simulators/src/mail/index.ts';
import { ioOf, loadInbox } from '../../../modules/inboxes/index.ts';
import { type Browser, makeBrowser } from '../../../modules/people/testing-browser.ts';
import { startTestApp, type TestApp } from '../../../testing/app.ts';
import { outbound } from './testing.ts';

const address = 'sac@loja.test';
const password = 'a long pass phrase of the owner';
let sim: Mail;
let first: TestApp;
let second: TestApp;
let owner: Browser;
let inboxId: string;

beforeAll(async () => {
  sim = await startMail({ accounts: [{ address, password: 'never told' }] });
  const env = {
    EGRESS_ALLOW: sim.allow.join(','),
    OAUTH_CLIENTS: JSON.stringify(sim.oauth.clients),
    ROLES: 'web',
  };
  first = await startTestApp({ env });
  second = await startTestApp({ env, database: first.database });
  owner = makeBrowser(first.url);
  const founder = { organisation: 'Loja', name: 'Ana', email: 'ana@loja.test', password };
  await owner.ok('POST', '/api/setup', founder);
  const servers = {
    imapHost: sim.imap.host,
    imapPort: sim.imap.port,
    imapSecurity: 'none',
    smtpHost: sim.smtp.host,
    smtpPort: sim.smtp.port,
    smtpSecurity: 'none',
  };
  const settings = { address, ...servers };
  const inbox = await owner.ok('POST', '/api/inboxes', { channel: 'email', name: 'SAC', settings });
  inboxId = inbox.id;
});
afterAll(async () => {
  await second?.stop();
  await first?.stop();
  await sim?.stop();
});

/** What a person does at the provider's page; answers the address it sends them back to. */
async function answerAt(provider: string, answer = 'allow'): Promise<URL> {
  const { url } = await owner.ok('POST', `/api/inboxes/${inboxId}/consent`, { provider });
  const page = await (await fetch(url)).text();
  const fields = page.matchAll(/<input (?:type="hidden" )?name="(\w+)" value="([^"]*)"/g);
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of fields) form.set(name, value);
  form.set('answer', answer);
  const back = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  return new URL(back.headers.get('location') ?? '');
}
const finish = (back: URL, more: object = {}) =>
  owner.call('POST', '/api/inboxes/consent', {
    state: back.searchParams.get('state'),
    ...(back.searchParams.get('code') ? { code: back.searchParams.get('code') } : {}),
    ...(back.searchParams.get('error') ? { error: back.searchParams.get('error') } : {}),
    ...more,
  });
const giveConsent = async (provider: string) => {
  const answer = await finish(await answerAt(provider));
  expect(answer.status).toBe(200);
  return answer.body;
};
const tokenFrom = async ({ kernel }: TestApp, refused?: string): Promise<string> => {
  const orgId = (await owner.ok('GET', '/api/session')).organisation.id;
  const inbox = await loadInbox(kernel, orgId, inboxId);
  if (!inbox) throw new Error('no inbox');
  const io = ioOf(kernel, inbox);
  if (!io.consent) throw new Error('no consent');
  return await io.consent.accessToken(refused);
};
const test = () => owner.ok('POST', `/api/inboxes/${inboxId}/test`);

describe('sign-in at the provider', () => {
  it('comes back with a code, once, and both servers take the token', async () => {
    const back = await answerAt('google');
    expect(`${back.origin}${back.pathname}`).toBe(`${first.url}/settings/inboxes/consent`);
    const answer = await finish(back);
    expect(answer.body).toMatchObject({
      consent: { provider: 'google', account: address, state: 'given' },
      settings: { imapPassword: null },
    });
    expect(await test()).toMatchObject({ ok: true, steps: [{ name: 'IMAP' }, { name: 'SMTP' }] });
    expect((await finish(back)).status).toBe(404);
  });

  it('is this person’s alone, and a state made up leads nowhere', async () => {
    const back = await answerAt('google');
    expect((await finish(back, { state: 'x'.repeat(43) })).status).toBe(404);
    const { secret } = await owner.ok('POST', '/api/keys', { name: 'K', scopes: ['inboxes.manage'] });
    const other = await fetch(`${first.url}/api/inboxes/consent`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ state: back.searchParams.get('state'), code: back.searchParams.get('code') }),
    });
    expect(other.status).toBe(404);
    expect((await finish(back)).status).toBe(200);
  });

  it('that was declined, or given without the mail itself, changes nothing', async () => {
    const before = await owner.ok('GET', `/api/inboxes/${inboxId}`);
    expect((await finish(await answerAt('google', 'deny'))).status).toBe(422);
    sim.oauth.faults.scope = 'openid email';
    expect((await finish(await answerAt('google'))).status).toBe(422);
    sim.oauth.faults.scope = null;
    expect((await owner.ok('GET', `/api/inboxes/${inboxId}`)).consent).toEqual(before.consent);
    expect(await test()).toMatchObject({ ok: true });
  });

  it('keeps tokens sealed: neither the row nor an answer shows one', async () => {
    const token = await tokenFrom(first);
    const client = new pg.Client({ connectionString: first.database.ownerUrl });
    await client.connect();
    const rows = await client.query('SELECT row_to_json(c)::text AS row FROM inbox_consents c');
    await client.end();
    expect(rows.rows[0].row).toContain(inboxId);
    expect(rows.rows[0].row).not.toContain(token);
    expect(JSON.stringify(await owner.ok('GET', `/api/inboxes/${inboxId}`))).not.toContain(token);
  });
});

describe('renewal', () => {
  it('two processes that need one at once renew once, where refresh tokens are good once', async () => {
    await giveConsent('microsoft');
    const old = await tokenFrom(first);
    const before = sim.oauth.refreshes();
    sim.oauth.endTokens();
    sim.oauth.faults.delayMs = 300;
    const wanting = [first, second, first, second, first].map((app) => tokenFrom(app, old));
    const got = await Promise.all(wanting);
    sim.oauth.faults.delayMs = 0;
    expect(sim.oauth.refreshes() - before).toBe(1);
    expect(new Set(got).size).toBe(1);
    expect(got[0]).not.toBe(old);
  });

  it('a mail goes out although the token ended early', async () => {
    sim.oauth.endTokens();
    const orgId = (await owner.ok('GET', '/api/session')).organisation.id;
    const inbox = await loadInbox(second.kernel, orgId, inboxId);
    if (!inbox) throw new Error('no inbox');
    const sent = await inbox.plugin.send(outbound(), ioOf(second.kernel, inbox));
    expect(sent).toMatchObject({ state: 'sent' });
    sim.oauth.endTokens();
    expect(await test()).toMatchObject({ ok: true });
  });

  it('a consent that was withdrawn shows, stops the sign-ins, and is given again by the same button', async () => {
    sim.oauth.withdraw(address);
    const failed = await test();
    expect(failed.ok).toBe(false);
    const { consent } = await owner.ok('GET', `/api/inboxes/${inboxId}`);
    expect(consent).toMatchObject({ provider: 'microsoft', state: 'withdrawn' });
    await expect(tokenFrom(second)).rejects.toThrow(/sign in again/);
    await giveConsent('microsoft');
    expect(await test()).toMatchObject({ ok: true });
  });

  it('a mail that meets a withdrawn consent waits for it and is not lost', async () => {
    sim.oauth.withdraw(address);
    const orgId = (await owner.ok('GET', '/api/session')).organisation.id;
    const inbox = await loadInbox(first.kernel, orgId, inboxId);
    if (!inbox) throw new Error('no inbox');
    const sent = await inbox.plugin.send(outbound(), ioOf(first.kernel, inbox));
    expect(sent).toMatchObject({ state: 'retry', code: 'consent_withdrawn' });
  });

  it('forgotten: the inbox signs in by password again', async () => {
    const inbox = await owner.ok('DELETE', `/api/inboxes/${inboxId}/consent`);
    expect(inbox.consent).toBeNull();
    expect((await test()).ok).toBe(false);
  });
});

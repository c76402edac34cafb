import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SettingField } from '@meada/contract/channels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './kernel/testing/database.ts';
import { type Browser, makeBrowser } from './modules/people/testing-browser.ts';

/** A server of its own that writes down everything it can, and secrets that must not be in there. */

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
/** Nobody listens there: connections are refused at once and get into the log as failures. */
const nowhere = '127.0.0.1:9';
const canaries: Record<string, string> = {
  masterKey: Buffer.alloc(32, 'MASTERKEY').toString('base64'),
  mailPassword: 'canary-mail-password-1',
  metricsToken: 'canary-metrics-token-1',
  password: 'canary-sign-in-password-1',
  wrongPassword: 'canary-wrong-password-1',
  made: 'canary-made-up-token-that-nobody-has-1',
};

let place: TestDatabase;
let child: ChildProcess;
let dataDir: string;
let owner: Browser;
let url: string;
let said = '';

beforeAll(async () => {
  place = await testDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'meada-log-'));
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
    MASTER_KEY: canaries.masterKey,
    SMTP_URL: `smtp://post:${canaries.mailPassword}@${nowhere}`,
    METRICS_TOKEN: canaries.metricsToken,
    EGRESS_ALLOW: nowhere,
    DATABASE_URL: place.appUrl,
    DATABASE_OWNER_URL: place.ownerUrl,
    DATABASE_SYSTEM_URL: place.systemUrl,
  };
  child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  url = (JSON.parse(line.toString()) as { url: string }).url;
  owner = makeBrowser(url);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await place?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Parsed = ReturnType<typeof JSON.parse>;

/** What a form is filled with: a canary for each secret, an address where nobody is for each address. */
function filled(fields: SettingField[], channel: string): Record<string, unknown> {
  const entries = fields.map((field) => {
    if (field.type === 'secret') {
      const canary =
        channel === 'api'
          ? `whsec_${Buffer.alloc(32, 'CANARY').toString('base64')}`
          : `canary-${channel}-${field.name}-1`;
      canaries[`${channel}.${field.name}`] = canary;
      return [field.name, canary];
    }
    const samples: Record<SettingField['type'], unknown> = {
      text: /host/i.test(field.name) ? '127.0.0.1' : 'x1',
      secret: '',
      number: 9,
      boolean: false,
      url: `http://${nowhere}`,
      email: 'loja@exemplo.com.br',
      choice: field.choices?.[0]?.value,
      list: ['https://exemplo.com.br'],
      inboxes: [],
    };
    return [field.name, samples[field.type]];
  });
  return Object.fromEntries(entries);
}

async function furnish(): Promise<void> {
  const account = {
    organisation: 'Alfa',
    name: 'Ana',
    email: 'ana@exemplo.com.br',
    password: canaries.password,
  };
  await owner.ok('POST', '/api/setup', account);
  canaries.session = [...owner.cookies.values()][0] ?? '';
  const key = await owner.ok('POST', '/api/keys', { name: 'K', scopes: ['people.read'] });
  canaries.key = key.secret;
  const invited = await owner.ok('POST', '/api/people/invitations', {
    email: 'b@exemplo.com.br',
    role: 'agent',
  });
  canaries.invitation = invited.link.split('/').at(-1);
  const reset = await owner.ok(
    'POST',
    `/api/people/${(await owner.ok('GET', '/api/session')).personId}/reset-link`,
  );
  canaries.reset = reset.link.split('/').at(-1);
  const factor = await owner.ok('POST', '/api/session/factor', { password: canaries.password });
  canaries.factor = factor.secret;
}

async function connectEverything(): Promise<string[]> {
  const { items } = await owner.ok('GET', '/api/channels');
  const made: string[] = [];
  for (const { id, settings } of items as { id: string; settings: SettingField[] }[]) {
    const given = { channel: id, name: id, settings: filled(settings, id) };
    const { status, body } = await owner.call('POST', '/api/inboxes', given);
    expect(status, `${id} ${JSON.stringify(body)}`).toBeLessThan(500 + 3);
    if (status === 200) made.push(body.id as string);
  }
  for (const id of made) await owner.call('POST', `/api/inboxes/${id}/test`);
  return made;
}

/** Everything that goes wrong with a secret in hand. */
async function fail(): Promise<void> {
  const stranger = makeBrowser(url);
  await stranger.call('POST', '/api/session', {
    email: 'ana@exemplo.com.br',
    password: canaries.wrongPassword,
  });
  await stranger.call('PUT', '/api/session/reset', { token: canaries.made, password: canaries.password });
  await stranger.call('POST', '/api/session/reset', { email: 'ana@exemplo.com.br' });
  await stranger.call('POST', '/api/invitations/accept', {
    token: canaries.made,
    password: canaries.wrongPassword,
  });
  for (const authorization of [`Bearer ${canaries.key}`, `Bearer ${canaries.made}`])
    await fetch(`${url}/api/people?token=${canaries.made}`, { headers: { authorization } });
  await fetch(`${url}/hooks/${canaries.made}`, {
    method: 'POST',
    body: JSON.stringify({ secret: canaries.made }),
  });
  const inboxes = (await owner.ok('GET', '/api/inboxes')).items as Parsed[];
  for (const { webhookUrl } of inboxes.filter((inbox) => inbox.webhookUrl))
    await fetch(webhookUrl, {
      method: 'POST',
      headers: { 'webhook-signature': canaries.made ?? '' },
      body: canaries.made,
    });
  // A broken body is quoted by many parsers in their error.
  await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"password":"${canaries.password}`,
  });
}

describe('lessons 20, 64: secrets', () => {
  let made: string[];
  beforeAll(async () => {
    await furnish();
    made = await connectEverything();
    await fail();
  });

  it('are given to channels at all, and the log says what went wrong', () => {
    expect(made.length).toBeGreaterThan(3);
    expect(Object.keys(canaries).length).toBeGreaterThan(14);
    expect(said).toContain('"level"');
  });

  it('are in no answer about inboxes, keys, people or the audit trail', async () => {
    const kept = Object.entries(canaries).filter(([name]) => name !== 'made' && name !== 'session');
    for (const path of [
      '/api/inboxes',
      '/api/keys',
      '/api/people',
      '/api/people/invitations',
      '/api/audit',
      '/api/channels',
      '/api/session',
    ]) {
      const { text } = await owner.call('GET', path);
      expect(
        kept.filter(([, canary]) => text.includes(canary)).map(([name]) => name),
        path,
      ).toEqual([]);
    }
  });

  it('are in no line of the log, in no spelling, not even when the server stops', async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    const spellings = (text: string): string[] => [
      text,
      encodeURIComponent(text),
      Buffer.from(text).toString('base64').replace(/=+$/, ''),
      Buffer.from(text).toString('hex'),
    ];
    const leaked = Object.entries(canaries).filter(([, canary]) =>
      spellings(canary).some((form) => said.includes(form)),
    );
    expect(
      leaked.map(([name]) => name),
      said,
    ).toEqual([]);
  });
});

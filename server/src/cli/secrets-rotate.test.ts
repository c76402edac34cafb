import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashPurposes, makeSecrets, type Secrets } from '../kernel/secrets.ts';
import { beginRotation, loadKeys } from '../kernel/secrets-files.ts';
import { readHashKeys, sealedColumns } from '../kernel/secrets-rotate.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing/database.ts';
import { runCommand } from './run.ts';

let root: string;
let database: TestDatabase;
let client: pg.Client;
let env: Record<string, string>;
const [org, inbox, person, subject] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meada-rotate-'));
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  env = {
    DATA_DIR: root,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_SYSTEM_URL: database.systemUrl,
  };
});
afterAll(async () => {
  await client.end();
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

async function rotate(...more: string[]) {
  const out: string[] = [];
  const terminal = { out: (text: string) => void out.push(text), err: () => {}, stdin: async () => '', env };
  const code = await runCommand(['secrets', 'rotate', '--json', ...more], terminal);
  return { code, json: JSON.parse(out.join('\n')) };
}
const ring = (): string[] => loadKeys(root, null, []);

/** One value of each sealed column: where it is read, and what it is bound to. */
const seeds: Record<string, { read: string; context: string }> = {
  'inboxes.secrets': { read: `SELECT secrets->>'token' AS v FROM inboxes`, context: `inbox ${inbox} token` },
  'sign_ins.factor_secret': { read: 'SELECT factor_secret AS v FROM sign_ins', context: `factor ${person}` },
  'sign_ins.factor_pending': {
    read: 'SELECT factor_pending AS v FROM sign_ins',
    context: `factor ${person}`,
  },
  'subject_keys.sealed': {
    read: 'SELECT sealed AS v FROM subject_keys',
    context: `subject ${org} ${subject}`,
  },
  'sign_in_keys.sealed': { read: 'SELECT sealed AS v FROM sign_in_keys', context: `sign-in ${person}` },
  'inbox_consents.tokens': {
    read: 'SELECT tokens AS v FROM inbox_consents',
    context: `consent ${inbox}`,
  },
  'push_subscriptions.sealed': {
    read: 'SELECT sealed AS v FROM push_subscriptions',
    context: `push ${subject}`,
  },
  'inbox_consents.ticket_sealed': {
    read: 'SELECT ticket_sealed AS v FROM inbox_consents',
    context: `consent ticket ${inbox}`,
  },
};

async function seed(secrets: Secrets): Promise<void> {
  const of = (name: string) => secrets.encrypt(name, seeds[name]?.context ?? '');
  await client.query(`INSERT INTO organisations (id, slug, name) VALUES ($1, 'a', 'A')`, [org]);
  await client.query(`INSERT INTO brands (org_id, id, name) VALUES ($1, $1, 'B')`, [org]);
  await client.query(
    `INSERT INTO inboxes (org_id, id, channel, name, brand_id, route_key, secrets) VALUES ($1, $2, 'x', 'X', $1, 'k', $3)`,
    [org, inbox, { token: of('inboxes.secrets'), plain: 'not sealed' }],
  );
  await client.query(
    `INSERT INTO sign_ins (person_id, email, password_hash, factor_secret, factor_pending) VALUES ($1, 'a@b.example', 'x', $2, $3)`,
    [person, of('sign_ins.factor_secret'), of('sign_ins.factor_pending')],
  );
  await client.query(`INSERT INTO subject_keys (org_id, id, subject_id, sealed) VALUES ($1, 'a', $2, $3)`, [
    org,
    subject,
    of('subject_keys.sealed'),
  ]);
  await client.query(`INSERT INTO sign_in_keys (id, person_id, sealed) VALUES ('b', $1, $2)`, [
    person,
    of('sign_in_keys.sealed'),
  ]);
  await client.query(
    `INSERT INTO inbox_consents (org_id, inbox_id, tokens, ticket_sealed) VALUES ($1, $2, $3, $4)`,
    [org, inbox, of('inbox_consents.tokens'), of('inbox_consents.ticket_sealed')],
  );
  await client.query(
    `INSERT INTO members (org_id, id, name, email, role) VALUES ($1, $2, 'A', 'a@b.example', 'agent')`,
    [org, person],
  );
  await client.query(
    `INSERT INTO push_subscriptions (org_id, id, person_id, session_id, endpoint_hash, sealed, host, agent, created_at)
     VALUES ($1, $2, $3, $2, 'h', $4, 'p', '', now())`,
    [org, subject, person, of('push_subscriptions.sealed')],
  );
}

it('seals one of each anew, goes on where it was cut short, and the former key can be removed', async () => {
  const [first = ''] = ring();
  const before = makeSecrets([first]);
  await seed(before);
  const hashes = hashPurposes.map((purpose) => before.key(purpose).toString('hex'));

  // A value that no key opens stops it in the middle: new key in force, most of the rest under the old.
  const lost = makeSecrets([Buffer.alloc(32, 9).toString('base64')]).encrypt(
    'x',
    seeds['sign_in_keys.sealed']?.context ?? '',
  );
  const good = (await client.query('SELECT sealed FROM sign_in_keys')).rows[0].sealed;
  await client.query('UPDATE sign_in_keys SET sealed = $1', [lost]);
  expect((await rotate()).json.error).toMatchObject({
    code: 'lost_key',
    message: expect.stringContaining('sign_in_keys.sealed'),
  });
  const [second] = ring();
  expect(second).not.toBe(first);
  expect((await rotate('--forget-former')).json.error.code).toBe('stale');
  await client.query('UPDATE sign_in_keys SET sealed = $1', [good]);

  expect(await rotate()).toMatchObject({ code: 0, json: { former: 1 } });
  expect(ring()).toEqual([second, first]);
  expect(existsSync(join(root, 'keys', 'rotating'))).toBe(false);
  expect(await rotate('--forget-former')).toMatchObject({ code: 0, json: { forgotten: 1 } });

  const alone = makeSecrets(ring());
  expect(ring()).toEqual([second]);
  const names = (await sealedColumns(client)).map(({ table, column }) => `${table}.${column}`);
  // A new sealed column is told here what one of its values looks like.
  expect(names.sort()).toEqual([...Object.keys(seeds), 'installation.value'].sort());
  for (const [name, { read, context }] of Object.entries(seeds)) {
    expect(alone.decrypt((await client.query(read)).rows[0].v, context), name).toBe(name);
  }
  expect((await client.query(`SELECT secrets->>'plain' AS v FROM inboxes`)).rows).toEqual([
    { v: 'not sealed' },
  ]);
  // Hashes of before are still found.
  const kept = makeSecrets(ring(), await readHashKeys(client, alone));
  expect(hashPurposes.map((purpose) => kept.key(purpose).toString('hex'))).toEqual(hashes);
  // And a second rotation keeps the same ones.
  expect(await rotate()).toMatchObject({ code: 0 });
  expect(await rotate('--forget-former')).toMatchObject({ code: 0 });
  const later = makeSecrets(ring(), await readHashKeys(client, makeSecrets(ring())));
  expect(hashPurposes.map((purpose) => later.key(purpose).toString('hex'))).toEqual(hashes);
});

it('a rotation killed between two files makes one new key, and reads the old one all the while', async () => {
  const folder = mkdtempSync(join(root, 'killed-'));
  const [key = ''] = loadKeys(folder, null, []);
  beginRotation(folder);
  const [next] = loadKeys(folder, null, []);
  beginRotation(folder);
  expect(loadKeys(folder, null, [])).toEqual([next, key]);
  // Killed before the new key was in force: the key stands in both files.
  const half = mkdtempSync(join(root, 'half-'));
  const [own = ''] = loadKeys(half, null, []);
  beginRotation(half);
  rmSync(join(half, 'keys', 'master'));
  writeFileSync(join(half, 'keys', 'master'), `${own}\n`);
  expect(loadKeys(half, null, [])).toEqual([own]);
  beginRotation(half);
  expect(loadKeys(half, null, [])).toHaveLength(2);
  expect(readFileSync(join(half, 'keys', 'former'), 'utf8')).toBe(`${own}\n`);
});

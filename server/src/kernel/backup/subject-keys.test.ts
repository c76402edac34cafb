import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldClock } from '../clock.ts';
import { diskStore } from '../files/disk.ts';
import { makeSecrets } from '../secrets.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { dropFromKeyLists } from './key-list.ts';
import { restoreBackup } from './restore.ts';
import type { DataRules } from './rules.ts';
import { takeBackup } from './take.ts';

/** What a backup says of a person after their key was destroyed. */
const rules: DataRules = {
  // Triggers fill it as the customers come back.
  rebuilt: [{ table: 'record_search', listener: 'none' }],
  leftOut: [],
  afterRestore: [],
  fileOwners: `SELECT f.org_id, f.hash, c.id AS subject FROM files f JOIN customers c ON c.org_id = f.org_id AND (f.type <> 'mine' OR c.name LIKE 'Ana%')`,
};
const org = '0198c1a0-0000-7000-8000-000000000001';
const [ana, rui] = ['0198c1a0-0000-7000-8000-00000000000a', '0198c1a0-0000-7000-8000-00000000000b'];
const key = Buffer.alloc(32, 7).toString('base64');
const secrets = makeSecrets([key]);
const clock = heldClock('2026-03-02T12:00:00Z');

let root: string;
let source: TestDatabase;
const made: TestDatabase[] = [];

const database = async (): Promise<TestDatabase> => {
  const next = await testDatabase();
  made.push(next);
  return next;
};
async function run(on: TestDatabase, text: string): Promise<pg.QueryResult['rows']> {
  const client = new pg.Client({ connectionString: on.ownerUrl });
  await client.connect();
  const result = await client.query(text).finally(() => client.end());
  return result.rows;
}
const backUp = async (to = join(root, 'backups')): Promise<string> => {
  clock.advance(1000);
  const files = diskStore(join(root, 'store'));
  const options = { to, kind: 'asked', version: '0.1.0', rules, clock, secrets, files } as const;
  return (await takeBackup({ ...options, ownerUrl: source.ownerUrl })).folder;
};
async function restored(from: string, more: object = {}) {
  const target = await database();
  const files = diskStore(join(root, `restored-${made.length}`));
  const answer = await restoreBackup({ from, ownerUrl: target.ownerUrl, rules, files, secrets, ...more });
  return { target, emptied: answer.emptied, files };
}
const destroy = (subject: string) =>
  run(source, `UPDATE subject_keys SET sealed = NULL, destroyed_at = now() WHERE subject_id = '${subject}'`);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meada-keys-'));
  source = await database();
  const store = diskStore(join(root, 'store'));
  const own = await store.put(org, Buffer.from('a letter of Ana'));
  const shared = await store.put(org, Buffer.from('the same picture'));
  await run(
    source,
    `INSERT INTO organisations (id, slug, name) VALUES ('${org}', 'fio', 'Fio');
     INSERT INTO brands (org_id, id, name) VALUES ('${org}', '${org}', 'B');
     INSERT INTO inboxes (org_id, id, channel, name, brand_id, route_key) VALUES ('${org}', '${org}', 'x', 'X', '${org}', 'k');
     INSERT INTO customers (org_id, id, canonical_id, name, notes) VALUES
       ('${org}', '${ana}', '${ana}', 'Ana Zuleica', E'tab\\t line\\n back\\\\slash'), ('${org}', '${rui}', '${rui}', NULL, 'Rui Zuleico');
     INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, source, verified_at)
       SELECT '${org}', gen_random_uuid(), c, 'email', n || c, n || c, 'email:' || n || c, 'x', now()
       FROM unnest(ARRAY['${ana}', '${rui}']::uuid[]) c, unnest(ARRAY['zuleica1', 'zuleica2']) n;
     INSERT INTO conversations (org_id, id, protocol, customer_id, brand_id, channel, inbox_id, last_seq, subject)
       SELECT '${org}', c, c, c, '${org}', 'x', '${org}', 2, 'zuleica' FROM unnest(ARRAY['${ana}', '${rui}']::uuid[]) c;
     INSERT INTO messages (org_id, id, conversation_id, seq, at, author_kind, content)
       SELECT '${org}', gen_random_uuid(), c, n, now(), 'customer', jsonb_build_object('v', 1, 'kind', 'text', 'text', 'zuleica ' || n)
       FROM unnest(ARRAY['${ana}', '${rui}']::uuid[]) c, generate_series(1, 2) n;
     INSERT INTO sign_ins (person_id, email, password_hash) VALUES (gen_random_uuid(), 'zuleica@fio.example', 'x');
     INSERT INTO files (org_id, id, hash, size, type) VALUES
       ('${org}', gen_random_uuid(), '\\x${own.toString('hex')}', 15, 'mine'), ('${org}', gen_random_uuid(), '\\x${shared.toString('hex')}', 16, 'x')`,
  );
});
afterAll(async () => {
  for (const item of made) await item.drop();
  rmSync(root, { recursive: true, force: true });
});

it('nothing personal lies open in a backup, and no key lies in it; every row comes back as it was', async () => {
  const folder = await backUp();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    const text = (entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    expect(text, entry.name).not.toMatch(/zuleic|letter of|same picture|v1\.[0-9a-f]{8}\./i);
  }
  const { target, emptied } = await restored(folder);
  expect(emptied).toBe(0);
  for (const table of ['customers', 'identities', 'messages', 'conversations', 'sign_ins']) {
    const all = `SELECT array_agg(t::text ORDER BY t::text) AS rows FROM ${table} t`;
    expect(await run(target, all), table).toEqual(await run(source, all));
  }
});

it('a destroyed key empties what older backups hold of its subject, and only that', async () => {
  const older = await backUp();
  const beside = readdirSync(dirname(older)).find((name) => name.startsWith('subject-keys-')) ?? '';
  const copy = readFileSync(join(dirname(older), beside));
  await destroy(ana);
  await backUp();
  const { target, emptied, files } = await restored(older);
  // The customer, both addresses, the conversation, both messages and the letter.
  expect(emptied).toBe(7);
  expect(await run(target, 'SELECT name, notes FROM customers ORDER BY id')).toEqual([
    { name: null, notes: '' },
    { name: null, notes: 'Rui Zuleico' },
  ]);
  const seqs = await run(
    target,
    `SELECT seq, content->>'text' AS text FROM messages ORDER BY conversation_id, seq`,
  );
  expect(seqs).toEqual([
    { seq: 1, text: '' },
    { seq: 2, text: '' },
    { seq: 1, text: 'zuleica 1' },
    { seq: 2, text: 'zuleica 2' },
  ]);
  expect(
    await run(target, `SELECT count(DISTINCT value)::int AS n FROM identities WHERE value ~ '^erased-'`),
  ).toEqual([{ n: 2 }]);
  const hashes = await run(source, 'SELECT hash FROM files ORDER BY type');
  const objects = await Promise.all(hashes.map(({ hash }) => files.get(org, hash)));
  // Rui's key is left for the picture both sent.
  expect(objects.map((object) => object && Buffer.from(object).toString())).toEqual([
    null,
    'the same picture',
  ]);
  // A list of before, put back under another life's name, does not bring the key back: a newer one says it is gone.
  // (names that are read before the newer one and after it).
  for (const digit of ['0', 'f']) {
    const life = [8, 4, 4, 4, 12].map((count) => digit.repeat(count)).join('-');
    writeFileSync(join(dirname(older), `subject-keys-${life}.gz`), copy);
  }
  expect((await restored(older)).emptied).toBe(7);
});

it('a key that is destroyed leaves the lists at once, those of other lives too', async () => {
  const to = join(root, 'at once');
  const older = await backUp(to);
  const [{ id }] = await run(
    source,
    `SELECT id FROM subject_keys WHERE subject_id = '${rui}' AND sealed IS NOT NULL`,
  );
  const list = () => readdirSync(to).filter((name) => name.startsWith('subject-keys-'));
  writeFileSync(
    join(to, 'subject-keys-00000000-0000-0000-0000-000000000000.gz'),
    readFileSync(join(to, list()[0] ?? '')),
  );
  await dropFromKeyLists(to, new Set([id]));
  for (const name of list()) {
    expect(gunzipSync(readFileSync(join(to, name))).toString()).toContain(`${rui} ${id} destroyed\n`);
  }
  const { target } = await restored(older);
  expect(await run(target, `SELECT notes FROM customers WHERE id = '${rui}'`)).toEqual([{ notes: '' }]);
});

it('a missing, cut or changed list of keys is refused before a row is written', async () => {
  const to = join(root, 'lists');
  const folder = await backUp(to);
  const path = join(to, readdirSync(to).find((name) => name.startsWith('subject-keys-')) ?? '');
  const whole = readFileSync(path);
  const lines = gunzipSync(whole).toString().split('\n');
  for (const bad of [
    whole.subarray(0, -5),
    gzipSync(lines.filter((_, at) => at !== 1).join('\n')),
    gzipSync(lines.slice(0, -2).join('\n')),
    gzipSync(lines.join('\n').replace(' v1.', ' v2.')),
  ]) {
    writeFileSync(path, bad);
    await expect(restored(folder)).rejects.toMatchObject({ code: 'damaged' });
  }
  rmSync(path);
  await expect(restored(folder)).rejects.toMatchObject({ code: 'no_keys' });
});

it('under another master key nothing personal comes back, and it is no failure', async () => {
  const other = makeSecrets([Buffer.alloc(32, 8).toString('base64')]);
  const { target } = await restored(await backUp(), { secrets: other, otherKey: true });
  expect(await run(target, `SELECT count(*)::int AS n FROM messages WHERE content->>'text' <> ''`)).toEqual([
    { n: 0 },
  ]);
  const former = makeSecrets([Buffer.alloc(32, 8).toString('base64'), key]);
  expect((await restored(await backUp(), { secrets: former })).emptied).toBe(0);
});

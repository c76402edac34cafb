import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { heldClock } from '../clock.ts';
import { readMigrations } from '../db/migrate.ts';
import { diskStore } from '../files/disk.ts';
import { makeSecrets } from '../secrets.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { keepNewest, listBackups, pruneWal } from './keep.ts';
import { restoreBackup } from './restore.ts';
import type { DataRules } from './rules.ts';
import { type BackupOptions, takeBackup } from './take.ts';

const rules: DataRules = { rebuilt: [], leftOut: ['sessions'], afterRestore: [] };
const org = '0198c1a0-0000-7000-8000-000000000001';
const secrets = makeSecrets([Buffer.alloc(32, 7).toString('base64')]);
const text = new TextEncoder();

let root: string;
let source: TestDatabase;
let whole: string;
const clock = heldClock('2026-03-02T12:00:00Z');
const made: TestDatabase[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meada-backup-'));
  source = await database();
  await run(
    source,
    `INSERT INTO organisations (id, slug, name) VALUES ('${org}', 'fio', 'Fio "da" \\ Meada')`,
  );
  const hash = await diskStore(join(root, 'store')).put(org, text.encode('a file'));
  await run(
    source,
    `INSERT INTO files (org_id, id, hash, size, type)
    VALUES ('${org}', gen_random_uuid(), '\\x${hash.toString('hex')}', 6, 'text/plain')`,
  );
  await run(
    source,
    `INSERT INTO events (org_id, name, actor_kind, facts) SELECT '${org}', 'a', 'system', '{}' FROM generate_series(1, 9)`,
  );
  await run(source, 'DELETE FROM events WHERE id > 7');
  await run(source, `INSERT INTO event_cursors VALUES ('a listener', '5', 2)`);
  ({ folder: whole } = await takeBackup(options(source)));
});
afterAll(async () => {
  for (const item of made) await item.drop();
  rmSync(root, { recursive: true, force: true });
});

async function database(): Promise<TestDatabase> {
  const next = await testDatabase();
  made.push(next);
  return next;
}

async function run(on: TestDatabase, query: string): Promise<pg.QueryResult['rows']> {
  const client = new pg.Client({ connectionString: on.ownerUrl });
  await client.connect();
  return (await client.query(query).finally(() => client.end())).rows;
}

const options = (on: TestDatabase, more: Partial<BackupOptions> = {}): BackupOptions => ({
  ownerUrl: on.ownerUrl,
  to: join(root, 'backups'),
  kind: 'asked',
  version: '0.1.0',
  rules,
  clock,
  secrets,
  files: diskStore(join(root, 'store')),
  ...more,
});

const restore = (from: string, on: TestDatabase, more: object = {}) =>
  restoreBackup({
    from,
    ownerUrl: on.ownerUrl,
    rules,
    files: diskStore(join(root, 'restored')),
    secrets,
    keysFolder: join(root, 'backups'),
    ...more,
  });

/** A copy of the whole backup that a test may spoil. */
function copied(
  name: string,
  change: (manifest: Record<string, unknown>) => unknown = (same) => same,
): string {
  const folder = join(root, name);
  for (const entry of readdirSync(whole, { recursive: true, withFileTypes: true })) {
    const to = join(entry.parentPath.replace(whole, folder), entry.name);
    if (!entry.isFile()) continue;
    mkdirSync(join(to, '..'), { recursive: true });
    writeFileSync(to, readFileSync(join(entry.parentPath, entry.name)));
  }
  const path = join(folder, 'manifest.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
  return folder;
}

const code = (wanted: string) => expect.objectContaining({ code: wanted });
const stillEmpty = async (on: TestDatabase) =>
  expect(await run(on, 'SELECT 1 FROM organisations')).toEqual([]);

it('loads rows, files and numbers, fences again, and begins a new life of the log', async () => {
  const target = await database();
  const [before] = await run(target, `SELECT value FROM installation WHERE name = 'epoch'`);
  const manifest = await restore(join(whole, 'manifest.json'), target);
  expect(manifest.files).toMatchObject({ count: 1, bytes: 6, missing: 0 });
  expect(await run(target, 'SELECT name FROM organisations')).toEqual([{ name: 'Fio "da" \\ Meada' }]);
  expect(
    await run(target, `SELECT string_agg(tx::text || id, ' ' ORDER BY tx, id) AS log FROM events`),
  ).toEqual([{ log: '01 02 03 04 05 06 07' }]);
  expect(await run(target, 'SELECT tx::text, id::int FROM event_cursors')).toEqual([{ tx: '0', id: 7 }]);
  const [after] = await run(target, `SELECT value FROM installation WHERE name = 'epoch'`);
  const [of] = await run(source, `SELECT value FROM installation WHERE name = 'epoch'`);
  expect([before.value, of.value]).not.toContain(after.value);
  // 8 and 9 were given once, though their rows are gone.
  const next = `INSERT INTO events (org_id, name, actor_kind, facts) VALUES ('${org}', 'b', 'system', '{}') RETURNING id::int`;
  expect(await run(target, next)).toEqual([{ id: 10 }]);
  expect(
    await run(target, `SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity`),
  ).toEqual([]);
  const stored = await diskStore(join(root, 'restored')).get(
    org,
    Buffer.from((await run(source, 'SELECT hash FROM files'))[0].hash),
  );
  expect(stored && Buffer.from(stored).toString()).toBe('a file');
});

it('refuses a database that holds data, and leaves it as it is', async () => {
  await expect(restore(whole, source)).rejects.toEqual(code('not_empty'));
  expect(await run(source, 'SELECT count(*)::int AS count FROM events')).toEqual([{ count: 7 }]);
});

it('refuses what a newer Meada wrote: another format, another migration', async () => {
  const target = await database();
  const newerFormat = copied('format', (manifest) => ({ ...manifest, format: 3, more: 1 }));
  await expect(restore(newerFormat, target)).rejects.toEqual(code('newer'));
  const hash = 'a'.repeat(64);
  const migrations = [...readMigrations(), { name: '9999-later.sql', hash }].map(({ name, hash: of }) => ({
    name,
    hash: of,
  }));
  const newer = copied('migration', (manifest) => ({ ...manifest, migrations }));
  await expect(restore(newer, target)).rejects.toThrow('written by a newer Meada (9999-later.sql)');
  const changed = copied('changed', (manifest) => ({
    ...manifest,
    migrations: [{ name: migrations[0]?.name, hash }],
  }));
  await expect(restore(changed, target)).rejects.toEqual(code('other_program'));
  await stillEmpty(target);
});

it('restores the data of an older version and migrates it forward', async () => {
  const target = await database();
  const extra = {
    name: '9000-later.sql',
    text: "ALTER TABLE organisations ADD COLUMN later text DEFAULT 'x'",
    hash: 'b'.repeat(64),
  };
  await restore(whole, target, { migrations: [...readMigrations(), extra] });
  expect(await run(target, 'SELECT later FROM organisations')).toEqual([{ later: 'x' }]);
  await expect(restore(whole, target)).rejects.toEqual(code('not_empty'));
});

it('refuses another master key unless told', async () => {
  const target = await database();
  const other = makeSecrets([Buffer.alloc(32, 8).toString('base64')]);
  await expect(restore(whole, target, { secrets: other })).rejects.toEqual(code('other_key'));
  await restore(whole, target, { secrets: other, otherKey: true });
});

it.each([
  ['a turned bit', (folder: string) => spoil(join(folder, 'tables', 'events.gz'))],
  ['a cut table', (folder: string) => cut(join(folder, 'tables', 'events.gz'))],
  ['a table that is gone', (folder: string) => rmSync(join(folder, 'tables', 'organisations.gz'))],
  ['a file that is gone', (folder: string) => rmSync(join(folder, 'files'), { recursive: true })],
  ['a turned bit in a file', (folder: string) => spoil(objectIn(folder))],
  ['a manifest cut short', (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{"format": 1}')],
])('refuses a damaged backup before it writes a row: %s', async (what, damage) => {
  const target = await database();
  const folder = copied(`damaged ${what}`);
  damage(folder);
  await expect(restore(folder, target)).rejects.toEqual(code('damaged'));
  await stillEmpty(target);
});

const objectIn = (folder: string): string => {
  const entry = readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true }).find((item) =>
    item.isFile(),
  );
  return join(entry?.parentPath ?? '', entry?.name ?? '');
};
function spoil(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
function cut(path: string): void {
  writeFileSync(path, readFileSync(path).subarray(0, -9));
}

it('lesson 38: no name in a backup leads out of its folder', async () => {
  const target = await database();
  for (const name of [
    '../../etc/passwd',
    '/etc/passwd',
    'a/b',
    'events"; DROP TABLE events; --',
    'pg_class',
    'migrations',
  ]) {
    const folder = copied(`hostile ${name.replaceAll('/', '_')}`, (manifest) => ({
      ...manifest,
      tables: (manifest.tables as object[]).map((table, at) => (at === 0 ? { ...table, name } : table)),
    }));
    await expect(restore(folder, target)).rejects.toEqual(code('damaged'));
  }
  const columns = copied('hostile column', (manifest) => ({
    ...manifest,
    tables: (manifest.tables as { columns: string[] }[]).map((table) => ({
      ...table,
      columns: ['ctid', ...table.columns],
    })),
  }));
  await expect(restore(columns, target)).rejects.toEqual(code('damaged'));
  const linked = copied('hostile link');
  const outside = join(root, 'outside.gz');
  renameSync(join(linked, 'tables', 'events.gz'), outside);
  symlinkSync(outside, join(linked, 'tables', 'events.gz'));
  await expect(restore(linked, target)).rejects.toEqual(code('damaged'));
  await stillEmpty(target);
});

it('a backup that unfolds to more than announced is not read', async () => {
  const target = await database();
  const folder = copied('bomb', (manifest) => ({
    ...manifest,
    tables: (manifest.tables as { bytes: number }[]).map((table) => ({
      ...table,
      bytes: Math.max(0, table.bytes - 1),
    })),
  }));
  await expect(restore(folder, target)).rejects.toEqual(code('damaged'));
});

it('a killed backup is never taken for a whole one, and the next one clears it away', async () => {
  const to = join(root, 'killed');
  mkdirSync(to);
  await run(
    source,
    `INSERT INTO events (org_id, name, actor_kind, facts)
    SELECT '${org}', 'a', 'system', jsonb_build_object('text', md5(n::text)) FROM generate_series(1, 300000) n`,
  );
  const child = spawn(process.execPath, ['--input-type=module', '-e', killable(to)], { stdio: 'inherit' });
  const halves = () => readdirSync(to).filter((name) => name.includes('.half-'));
  await vi.waitFor(
    () => expect(readdirSync(join(to, halves()[0] ?? 'none', 'tables')).length).toBeGreaterThan(3),
    {
      timeout: 20_000,
      interval: 2,
    },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(await listBackups(to)).toEqual([]);
  expect(halves()).toHaveLength(1);
  await expect(restore(join(to, halves()[0] ?? ''), await database())).rejects.toEqual(code('no_backup'));
  const { folder } = await vi.waitFor(() => takeBackup(options(source, { to })), 10_000);
  expect(halves()).toEqual([]);
  expect(folder).toBe(join(to, (await listBackups(to))[0] ?? ''));
});

/** The same backup in a process of its own. */
const killable = (to: string): string => `
  import { takeBackup } from ${JSON.stringify(new URL('./take.ts', import.meta.url).href)};
  import { makeSecrets } from ${JSON.stringify(new URL('../secrets.ts', import.meta.url).href)};
  await takeBackup({
    ownerUrl: ${JSON.stringify(source.ownerUrl)}, to: ${JSON.stringify(to)}, kind: 'asked', version: '0.1.0',
    rules: ${JSON.stringify(rules)}, clock: { now: () => new Date() }, files: null,
    secrets: makeSecrets(['${Buffer.alloc(32, 7).toString('base64')}']),
  });`;

it('keeps the newest of those before migrations, every asked one, and the log since the last', async () => {
  const to = join(root, 'kept');
  for (let count = 0; count < 5; count += 1) {
    clock.advance(60_000);
    await takeBackup(
      options(await database(), { to, kind: count === 1 ? 'asked' : 'before-migration', files: null }),
    );
  }
  const all = await listBackups(to);
  await keepNewest(to, 2);
  expect(await listBackups(to)).toEqual([all[1], all[3], all[4]]);
  writeFileSync(join(to, '000000010000000000000001.gz'), 'x');
  expect(await pruneWal(to, new Date(0))).toBe(0);
  expect(await pruneWal(to, new Date(Number.MAX_SAFE_INTEGER))).toBe(1);
  // What lies there and is no part of the log stays: the lists of keys.
  expect(readdirSync(to).some((name) => name.startsWith('subject-keys-'))).toBe(true);
});

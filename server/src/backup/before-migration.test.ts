import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listBackups } from '../kernel/backup/keep.ts';
import { readManifest } from '../kernel/backup/manifest.ts';
import { type Config, readConfig } from '../kernel/config.ts';
import { readMigrations } from '../kernel/db/migrate.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing/database.ts';
import { openStorage, StorageError } from '../storage.ts';

let root: string;
let database: TestDatabase;
let config: Config;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meada-before-'));
  database = await testDatabase();
  config = readConfig({
    DATA_DIR: root,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_SYSTEM_URL: database.systemUrl,
  });
});
afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

const backups = () => listBackups(join(root, 'backups'));
const open = (brings?: 'new') => openStorage(config, { say: () => {}, brings });

it('takes none when there is nothing to migrate', async () => {
  await (await open()).close();
  expect(await backups()).toEqual([]);
});

it('before a migration of data that is there it takes one, so that one that fails costs nothing', async () => {
  // A migration is forgotten: running it again fails, since what it makes is there already.
  const last = readMigrations().find(({ name }) => name.startsWith('0006-'))?.name;
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query('DELETE FROM migrations WHERE name = $1', [last]).finally(() => client.end());
  await expect(open('new')).rejects.toThrow('The data is of an older version');
  expect(await backups()).toEqual([]);
  for (let count = 0; count < 4; count += 1) await expect(open()).rejects.toThrow(StorageError);
  const names = await backups();
  expect(names).toHaveLength(3);
  const manifest = await readManifest(join(root, 'backups', names[0] ?? ''));
  expect(manifest).toMatchObject({ kind: 'before-migration', files: null });
  expect(manifest.migrations.map(({ name }) => name)).not.toContain(last);
});

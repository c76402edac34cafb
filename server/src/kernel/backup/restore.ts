import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Migration, migrate, readMigrations } from '../db/migrate.ts';
import type { FileStore } from '../files/store.ts';
import type { Secrets } from '../secrets.ts';
import { damaged, tablePath, unpack, verify } from './archive.ts';
import { personalOf, readColumns } from './columns.ts';
import { readFileList, unpackFiles } from './files.ts';
import { readKeyLists } from './key-list.ts';
import { BackupError, type Manifest, manifestName, readManifest } from './manifest.ts';
import { type DataRules, ownTables } from './rules.ts';
import { quoted, readSchema, type SchemaTable } from './schema.ts';
import { unsealRows } from './sealing.ts';
import { type FindKey, insertKeys, type KeptKey, makeKeyFinder } from './subject-keys.ts';
import { emptyText } from './subject-query.ts';
import { isKeyOf } from './take.ts';

export type RestoreOptions = {
  /** The backup's folder, or its manifest. */
  from: string;
  /** An empty database, or one that a start has only migrated. */
  ownerUrl: string;
  rules: DataRules;
  files: FileStore;
  secrets: Secrets;
  /** Where the lists of keys lie; default: beside the backup. */
  keysFolder?: string;
  /** Restores although the master key is another one: what it sealed, keys of subjects above all, stays unreadable. */
  otherKey?: boolean;
  migrations?: Migration[];
  onProgress?: (text: string) => void;
};

/** The folder of what an operator named. */
export async function backupFolder(from: string): Promise<string> {
  const found = await stat(from).catch(() => null);
  if (found?.isDirectory()) return from;
  if (found && basename(from) === manifestName) return dirname(from);
  throw new BackupError('no_backup', `There is no backup at ${from}.`);
}

/**
 * Loads a backup into an empty database and brings it up to this program's version. Everything is checked before
 * anything is written, and all rows come in one transaction: a restore that is cut short leaves the database empty.
 * Answers what was restored, and how many rows and files came back empty because their keys are gone. Throws `BackupError`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest & { emptied: number }> {
  const folder = await backupFolder(options.from);
  const manifest = await readManifest(folder);
  const known = migrationsOf(manifest, options.migrations ?? readMigrations());
  if (!options.otherKey && !isKeyOf(manifest, options.secrets)) {
    throw new BackupError(
      'other_key',
      'The backup is sealed under another master key: put that key into the keys folder or into MASTER_KEY.',
    );
  }
  for (const table of manifest.tables) {
    options.onProgress?.(`checking ${table.name}`);
    const { rows } = await verify(tablePath(folder, table.name), table);
    if (rows !== table.rows) throw damaged(tablePath(folder, table.name));
  }
  const entries = manifest.files ? await readFileList(folder, manifest.files) : [];
  const keys = await keysOf(folder, manifest, options);
  await requireEmpty(options.ownerUrl, manifest);
  await migrate(options.ownerUrl, { migrations: known, onProgress: options.onProgress });
  const filesGone = await unpackFiles(folder, entries, { store: options.files, find: keys.find });
  const rowsEmptied = await loadRows(folder, manifest, { ...options, keys });
  await migrate(options.ownerUrl, { migrations: options.migrations, onProgress: options.onProgress });
  return { ...manifest, emptied: filesGone + rowsEmptied };
}

type Keys = { kept: KeptKey[]; find: FindKey };

/** The keys that are left for a backup. */
async function keysOf(folder: string, manifest: Manifest, options: RestoreOptions): Promise<Keys> {
  if (!manifest.sealing) return { kept: [], find: () => null };
  const { epoch, salt } = manifest.sealing;
  const kept = await readKeyLists(options.keysFolder ?? dirname(resolve(folder)), epoch);
  return { kept, find: makeKeyFinder(kept, Buffer.from(salt, 'base64'), options.secrets) };
}

/** The program's migrations up to where the backup's database stood. */
function migrationsOf(manifest: Manifest, all: Migration[]): Migration[] {
  for (const [index, { name, hash }] of manifest.migrations.entries()) {
    if (!all.some((migration) => migration.name === name)) {
      throw new BackupError(
        'newer',
        `The backup was written by a newer Meada (${name}); restore it with that version.`,
      );
    }
    if (all[index]?.name !== name || all[index]?.hash !== hash) {
      throw new BackupError(
        'other_program',
        `The migration ${name} is not the one the backup was made under.`,
      );
    }
  }
  return all.slice(0, manifest.migrations.length);
}

/** Throws unless the database holds nothing but what migrations make themselves. */
async function requireEmpty(ownerUrl: string, manifest: Manifest): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'meada restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    const schema = await readSchema(client);
    for (const { name } of schema) {
      if (['migrations', 'installation'].includes(name)) continue;
      const found = await client.query(`SELECT FROM ${quoted(name)} LIMIT 1`);
      if (found.rowCount) {
        throw new BackupError('not_empty', 'The database already holds data; restore into an empty one.');
      }
    }
    if (!schema.some(({ name }) => name === 'migrations')) return;
    const done = await client.query<{ name: string }>('SELECT name FROM migrations');
    const older = new Set(manifest.migrations.map(({ name }) => name));
    if (done.rows.some(({ name }) => !older.has(name))) {
      throw new BackupError(
        'not_empty',
        'The database is of a newer version than the backup; restore into one that was never started.',
      );
    }
  } finally {
    await client.end();
  }
}

type Loading = RestoreOptions & { keys: Keys };

async function loadRows(folder: string, manifest: Manifest, options: Loading): Promise<number> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'meada restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    const schema = await readSchema(client);
    // Made by a migration, and in the backup.
    await client.query('DELETE FROM installation');
    const columns = await readColumns(client);
    let emptied = 0;
    for (const table of loadable(schema, manifest)) {
      options.onProgress?.(table.name);
      emptied += await loadTable(client, table, { folder, columns, find: options.keys.find });
    }
    await insertKeys(client, options.keys.kept);
    await beginNewLife(client, manifest, options.rules);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return emptied;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error instanceof BackupError || !isDataError(error)
      ? error
      : new BackupError('refused', 'The database refused the rows of the backup.', error);
  } finally {
    await client.end();
  }
}

const isDataError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));

type Loadable = SchemaTable & { index: number; expected: Manifest['tables'][number] };

/** The backup's tables in an order that references allow; one that this database does not know is refused. */
function loadable(schema: SchemaTable[], manifest: Manifest): Loadable[] {
  const byName = new Map(manifest.tables.map((table, index) => [table.name, { index, expected: table }]));
  const found = schema.flatMap((table) => {
    const known = byName.get(table.name);
    return known ? [{ ...table, ...known }] : [];
  });
  const strange = manifest.tables.find(({ name, columns, personal = [] }) => {
    const table = schema.find((candidate) => candidate.name === name);
    const known =
      table && !ownTables.includes(name) && columns.every((column) => table.columns.includes(column));
    return !known || columns.slice(columns.length - personal.length).join() !== personal.join();
  });
  if (strange || found.length !== manifest.tables.length) {
    throw new BackupError('damaged', `The backup's table ${strange?.name} is not one of its version.`);
  }
  return found;
}

type From = { folder: string; columns: Awaited<ReturnType<typeof readColumns>>; find: Keys['find'] };

/** Answers how many rows came back without their personal columns. */
async function loadTable(client: pg.Client, table: Loadable, from: From): Promise<number> {
  const name = quoted(table.name);
  const columns = table.expected.columns.map(quoted).join(', ');
  // COPY FROM is refused wherever a fence applies, and FORCE makes it apply to the owner.
  if (table.forced) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
  const into = client.query(copyFrom(`COPY ${name} (${columns}) FROM STDIN`));
  const path = tablePath(from.folder, table.name);
  const change = table.expected.personal ? unsealing(table, from) : null;
  await unpack(path, change ? [change.stream, into] : into, table.expected);
  if (into.rowCount !== table.expected.rows) throw damaged(path);
  if (table.forced) await client.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
  return change?.result() ?? 0;
}

function unsealing(table: Loadable, { columns, find }: From): ReturnType<typeof unsealRows> {
  const own = personalOf(columns, table.name);
  const personal = (table.expected.personal ?? []).map((column) =>
    own.find((item) => item.column === column),
  );
  const empty = (row: number): string =>
    personal
      .map((column) => (column ? emptyText(column, `${column.table}.${column.column} ${row}`) : '\\N'))
      .join('\t');
  return unsealRows({ table: table.index, find, empty });
}

/**
 * The same rows are another log now: live clients fetch anew (epoch), listeners go on at its end and repeat nothing,
 * those that fill what was not backed up start over, and numbers go on behind the highest ever given.
 */
async function beginNewLife(client: pg.Client, manifest: Manifest, rules: DataRules): Promise<void> {
  await client.query(`UPDATE installation SET value = gen_random_uuid()::text WHERE name = 'epoch'`);
  await client.query(`UPDATE event_cursors SET tx = '0', id = (SELECT coalesce(max(id), 0) FROM events)`);
  await client.query('DELETE FROM event_cursors WHERE name = ANY($1)', [
    rules.rebuilt.map(({ listener }) => listener),
  ]);
  for (const text of rules.afterRestore) await client.query(text);
  for (const { table, column, value } of manifest.sequences) {
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2),
              greatest(1, $3::bigint, (SELECT coalesce(max(${quoted(column)}), 0) FROM ${quoted(table)})))`,
      [quoted(table), column, value],
    );
  }
}

/** Where a backup that holds the master key has it. */
export const keyPath = (folder: string): string => join(folder, 'keys', 'master');

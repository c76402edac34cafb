import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Clock } from '../clock.ts';
import type { FileStore } from '../files/store.ts';
import { freshBytes, type Secrets } from '../secrets.ts';
import { pack, syncFolder, tablePath } from './archive.ts';
import { type AnnotatedColumn, keepsKeys, personalOf, readColumns } from './columns.ts';
import { packFiles } from './files.ts';
import { writeKeyLists } from './key-list.ts';
import { type BackedUpTable, BackupError, formatVersion, type Manifest, manifestName } from './manifest.ts';
import { type DataRules, ownTables } from './rules.ts';
import { quoted, readSchema, type SchemaTable } from './schema.ts';
import { sealRows } from './sealing.ts';
import { insertKeys, type KeyMaker, makeKeyMaker, readKeptKeys } from './subject-keys.ts';
import { tableQuery } from './subject-query.ts';

/** One backup at a time per database. */
const lockNumber = 7_332_004;
const halfName = /^backup-.*\.half-(\d+)$/;

export type BackupOptions = {
  ownerUrl: string;
  /** Folder in which the backup's own folder is made. */
  to: string;
  kind: Manifest['kind'];
  /** Version of this program. */
  version: string;
  rules: DataRules;
  clock: Clock;
  secrets: Secrets;
  /** null leaves the objects of the file store out. */
  files: Pick<FileStore, 'get'> | null;
  /** The master key in base64, for a backup that shall hold it. */
  masterKey?: string;
  onProgress?: (text: string) => void;
};

/** What a key signs so that a restore can tell the same key from another. */
const checked = ['backup', 'the master key of this backup'] as const;
const keyCheck = (secrets: Secrets): string => secrets.sign(...checked);

/** Whether the master key of a backup is at hand, as today's or as a former one. */
export const isKeyOf = ({ keys }: Manifest, secrets: Secrets): boolean =>
  secrets.verify(...checked, keys.check);

/**
 * Takes a consistent snapshot of the database in one transaction, and the files it names. The folder bears its name
 * only when everything in it is on the disk. Throws `BackupError`.
 */
export async function takeBackup(options: BackupOptions): Promise<{ folder: string; manifest: Manifest }> {
  const takenAt = options.clock.now().toISOString();
  const name = `backup-${takenAt.replace(/[-:.]/g, '')}`;
  await mkdir(options.to, { recursive: true, mode: 0o700 });
  const half = join(options.to, `${name}.half-${process.pid}`);
  const folder = join(options.to, name);
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'meada backup' });
  // A connection that breaks fails its queries; the event says nothing more.
  client.on('error', () => {});
  await client.connect();
  try {
    await lockBackups(client);
    await dropHalves(options.to);
    await mkdir(join(half, 'tables'), { recursive: true, mode: 0o700 });
    const manifest = await fill(client, half, { ...options, takenAt });
    await writeFile(join(half, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    await syncFolder(join(half, 'tables'));
    await syncFolder(half);
    await rename(half, folder);
    await syncFolder(options.to);
    return { folder, manifest };
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function lockBackups(client: pg.Client): Promise<void> {
  const lock = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [lockNumber]);
  if (!lock.rows[0]?.got) throw new BackupError('running', 'Another backup of this database is running.');
}

/** What a killed backup left, unless its process lives. */
async function dropHalves(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(halfName.exec(name)?.[1]);
    if (pid && !lives(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

type Filling = BackupOptions & { takenAt: string };

/** Keys at work while a backup is written; null for a database of before they were kept. */
type Sealing = NonNullable<Manifest['sealing']> & { maker: KeyMaker };

async function fill(client: pg.Client, half: string, options: Filling): Promise<Manifest> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
  const skipped = new Set([
    ...ownTables,
    ...options.rules.leftOut,
    ...options.rules.rebuilt.map((item) => item.table),
  ]);
  const schema = (await readSchema(client)).filter((table) => !skipped.has(table.name));
  const columns = await readColumns(client);
  const sealing = keepsKeys(columns) ? await prepareSealing(client, options.secrets) : null;
  const tables: BackedUpTable[] = [];
  for (const table of schema) {
    options.onProgress?.(table.name);
    const into = { half, index: tables.length, columns, sealing };
    tables.push(await packTable(client, table, into));
  }
  const facts = await readFacts(client);
  const sequences = await readSequences(client, schema);
  const fileSealing = sealing && { owners: options.rules.fileOwners ?? null, keyOf: sealing.maker.of };
  const files =
    options.files && (await packFiles(client, half, { store: options.files, sealing: fileSealing }));
  await client.query('COMMIT');
  if (options.masterKey) await packKey(half, options.masterKey);
  if (sealing) await keepKeys(client, options.to, sealing);
  return {
    format: formatVersion,
    kind: options.kind,
    meada: options.version,
    ...facts,
    takenAt: options.takenAt,
    tables,
    sequences,
    files,
    keys: { check: keyCheck(options.secrets), included: options.masterKey !== undefined },
    ...(sealing ? { sealing: { epoch: sealing.epoch, salt: sealing.salt } } : {}),
  };
}

async function readFacts(client: pg.Client): Promise<Pick<Manifest, 'postgres' | 'migrations'>> {
  const server = await client.query<{ postgres: string }>(
    `SELECT current_setting('server_version') AS postgres`,
  );
  const migrations = await client.query<{ name: string; hash: string }>(
    'SELECT name, hash FROM migrations ORDER BY name',
  );
  return { postgres: server.rows[0]?.postgres ?? '', migrations: migrations.rows };
}

async function prepareSealing(client: pg.Client, secrets: Secrets): Promise<Sealing> {
  const salt = freshBytes(32);
  const life = await client.query<{ value: string }>(`SELECT value FROM installation WHERE name = 'epoch'`);
  const maker = makeKeyMaker(await readKeptKeys(client), salt, secrets);
  return { epoch: life.rows[0]?.value ?? '', salt: salt.toString('base64'), maker };
}

/**
 * Keeps the keys that were made for this backup, and writes the list of all beside the backups. Nobody destroys a key
 * between the reading and the writing: the list would bring it back.
 */
async function keepKeys(client: pg.Client, folder: string, { epoch, maker }: Sealing): Promise<void> {
  await insertKeys(client, maker.made);
  await client.query('BEGIN');
  await client.query('LOCK TABLE subject_keys, sign_in_keys IN SHARE MODE');
  await writeKeyLists(folder, epoch, await readKeptKeys(client));
  await client.query('COMMIT');
}

type Into = { half: string; index: number; columns: readonly AnnotatedColumn[]; sealing: Sealing | null };

async function packTable(client: pg.Client, table: SchemaTable, into: Into): Promise<BackedUpTable> {
  const query = tableQuery(table, into.sealing ? personalOf(into.columns, table.name) : []);
  const change =
    into.sealing && query.personal.length > 0
      ? sealRows({ table: into.index, open: query.open.length, keyOf: into.sealing.maker.of })
      : undefined;
  // A query and not the table itself: COPY of a fenced table is refused, a query goes by the owner's policy.
  const rows = client.query(copyTo(`COPY (${query.text}) TO STDOUT`));
  const measure = await pack(rows, tablePath(into.half, table.name), change);
  const columns = [...query.open, ...query.personal];
  return { name: table.name, columns, ...(change ? { personal: query.personal } : {}), ...measure };
}

/** Where numbers go on: behind the highest ever given, also when its row is gone. */
async function readSequences(client: pg.Client, schema: SchemaTable[]): Promise<Manifest['sequences']> {
  const found: Manifest['sequences'] = [];
  for (const { name, identities } of schema) {
    for (const column of identities) {
      const result = await client.query<{ value: number }>(
        `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass), 0)::bigint AS value`,
        [quoted(name), column],
      );
      found.push({ table: name, column, value: Number(result.rows[0]?.value ?? 0) });
    }
  }
  return found;
}

async function packKey(half: string, masterKey: string): Promise<void> {
  await mkdir(join(half, 'keys'), { mode: 0o700 });
  await writeFile(join(half, 'keys', 'master'), `${masterKey}\n`, { mode: 0o600, flush: true });
  await syncFolder(join(half, 'keys'));
}

import { createWriteStream, type Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Client } from 'pg';
import { z } from 'zod';
import { syncFolder } from '../backup/archive.ts';
import type { Clock } from '../clock.ts';
import { placesIn } from './cluster.ts';
import { systemCode } from './errors.ts';

/** A physical copy of the cluster, from which the archived log goes on. Both instants are the database's own. */
export type Base = { folder: string; startedAt: Date; stoppedAt: Date };

const BaseFacts = z.strictObject({
  format: z.literal(1),
  postgres: z.number().int(),
  startedAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime(),
});
const baseName = /^base-\d{8}T\d{9}Z$/;
const factsName = 'base.json';

/**
 * What PostgreSQL makes anew or must not find (its manual, "Backing up the data directory"); of these folders only the
 * folder itself is copied.
 */
const emptied = new Set(
  'pg_wal pg_replslot pg_dynshmem pg_notify pg_serial pg_snapshots pg_stat_tmp pg_subtrans'.split(' '),
);
const skipped =
  /^(postmaster\.(pid|opts)|meada\.conf|recovery\.signal|standby\.signal|backup_label.*|pgsql_tmp.*|pg_internal\.init.*)$/;

export type BaseOptions = {
  /** The running server's superuser address. */
  url: string;
  /** The embedded server's folder. */
  dir: string;
  /** Where bases lie. */
  to: string;
  clock: Clock;
};

/** Copies the running cluster; the folder bears its name when all of it is on the disk. https://www.postgresql.org/docs/18/continuous-archiving.html */
export async function takeBase({ url, dir, to, clock }: BaseOptions): Promise<Base> {
  const places = placesIn(dir);
  const folder = join(to, `base-${clock.now().toISOString().replace(/[-:.]/g, '')}`);
  const half = `${folder}.half`;
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of await readdir(to)) {
    if (name.endsWith('.half')) await rm(join(to, name), { recursive: true, force: true });
  }
  const client = new Client({ connectionString: url, application_name: 'meada base' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SET statement_timeout = 0');
    const started = await client.query<{ at: Date; version: number }>(
      `SELECT clock_timestamp() AS at, current_setting('server_version_num')::int / 10000 AS version, pg_backup_start('meada', true)`,
    );
    await copyFolder(places.cluster, join(half, 'cluster'));
    const stopped = await client.query<{ at: Date; label: string }>(
      'SELECT clock_timestamp() AS at, labelfile AS label FROM pg_backup_stop(false)',
    );
    const [from, until] = [started.rows[0], stopped.rows[0]];
    if (!from || !until) throw new Error('the database told no base');
    await writeFile(join(half, 'backup_label'), until.label, { mode: 0o600, flush: true });
    await writeFile(join(half, 'password'), await readFile(places.password), { mode: 0o600, flush: true });
    const facts = { format: 1, postgres: from.version, startedAt: from.at, stoppedAt: until.at };
    await writeFile(join(half, factsName), `${JSON.stringify(facts)}\n`, { mode: 0o600, flush: true });
    await syncFolder(half);
    await rename(half, folder);
    await syncFolder(to);
    return { folder, startedAt: from.at, stoppedAt: until.at };
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/** Packs a folder file by file; what goes away meanwhile is in the log. */
async function copyFolder(from: string, to: string, depth = 0): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await entriesOf(from)) {
    if (skipped.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (depth === 0 && emptied.has(entry.name)) await mkdir(target, { mode: 0o700 });
      else await copyFolder(source, target, depth + 1);
    } else if (entry.isFile()) {
      await packFile(source, `${target}.gz`);
    }
  }
  await syncFolder(to);
}

const entriesOf = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });

/** What the server has removed meanwhile is left out; opened first, it leaves no empty file behind. */
async function packFile(source: string, target: string): Promise<void> {
  const from = await open(source).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (!from) return;
  const into = createWriteStream(target, { mode: 0o600, flush: true });
  await pipeline(from.createReadStream(), createGzip({ level: 1 }), into);
}

/** The whole bases of a folder, oldest first. */
export async function listBases(folder: string): Promise<Base[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => baseName.test(name)).sort();
  const found: Base[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const text = await readFile(join(path, factsName), 'utf8').catch(() => 'null');
    const facts = BaseFacts.safeParse(parsed(text)).data;
    if (facts)
      found.push({
        folder: path,
        startedAt: new Date(facts.startedAt),
        stoppedAt: new Date(facts.stoppedAt),
      });
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

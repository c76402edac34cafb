import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describeYoungTables } from './young-tables.ts';

const folder = join(import.meta.dirname, '../../../migrations');
/** One migrator at a time per database. */
const lockNumber = 7_332_001;

export type Migration = { name: string; text: string; hash: string };
export type MigrationState = { done: string[]; open: Migration[] };

/** Errors a person has to act on; the message is one sentence. */
export class MigrationError extends Error {}

export function readMigrations(): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort();
  return names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { name, text, hash: createHash('sha256').update(text).digest('hex') };
  });
}

/**
 * What has run and what has not. Throws `MigrationError` when the database is newer than this program or a migration
 * that ran was changed afterwards.
 */
export async function migrationState(
  client: pg.ClientBase,
  known = readMigrations(),
): Promise<MigrationState> {
  await client.query(`CREATE TABLE IF NOT EXISTS migrations
    (name text PRIMARY KEY, hash text NOT NULL, at timestamptz NOT NULL DEFAULT now())`);
  const rows = (
    await client.query<{ name: string; hash: string }>('SELECT name, hash FROM migrations ORDER BY name')
  ).rows;
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const migration = byName.get(row.name);
    if (!migration) {
      throw new MigrationError(
        `The data was written by a newer Meada (${row.name}); start that version or restore a backup.`,
      );
    }
    if (migration.hash !== row.hash) {
      throw new MigrationError(
        `The migration ${row.name} was changed after it ran; restore the original file.`,
      );
    }
  }
  const done = new Set(rows.map((row) => row.name));
  return { done: [...done], open: known.filter((migration) => !done.has(migration.name)) };
}

/**
 * Brings the database up to date, each migration in its own transaction, forward only. `beforeChange` runs once before
 * the first open migration of a database that already holds data (the backup).
 */
export async function migrate(
  ownerUrl: string,
  options: {
    beforeChange?: () => Promise<void>;
    onProgress?: (text: string) => void;
    migrations?: Migration[];
  } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'meada migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockNumber]);
    const state = await migrationState(client, options.migrations);
    if (state.open.length > 0 && state.done.length > 0) await options.beforeChange?.();
    for (const migration of state.open) {
      options.onProgress?.(migration.name);
      await runOne(client, migration);
    }
    if (state.open.length > 0) await describeYoungTables(client);
    return state.open.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function runOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.text);
    await client.query('INSERT INTO migrations (name, hash) VALUES ($1, $2)', [
      migration.name,
      migration.hash,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(`The migration ${migration.name} failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

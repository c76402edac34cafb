import type pg from 'pg';
import { type AnnotatedColumn, readColumns } from './backup/columns.ts';
import { quoted } from './backup/schema.ts';
import { hashPurposes, type Secrets } from './secrets.ts';

/** Where the keys of keyed hashes are kept once a master key was replaced. */
export const hashKeysName = 'hash-keys';
const hashKeysContext = `installation ${hashKeysName}`;
const batchRows = 500;

/** A value that none of the keys at hand opens. */
export class LostSecret extends Error {}

/** The keys of keyed hashes as they are kept; undefined when the oldest master key still makes them. */
export async function readHashKeys(
  client: Pick<pg.ClientBase, 'query'>,
  secrets: Secrets,
): Promise<Record<string, string> | undefined> {
  const result = await client.query<{ value: string }>('SELECT value FROM installation WHERE name = $1', [
    hashKeysName,
  ]);
  return openHashKeys(result.rows[0]?.value, secrets);
}

/** The same of a row that was read already. Throws when none of the keys at hand opens it. */
export const openHashKeys = (
  sealed: string | undefined,
  secrets: Secrets,
): Record<string, string> | undefined =>
  sealed === undefined
    ? undefined
    : (JSON.parse(secrets.decrypt(sealed, hashKeysContext)) as Record<string, string>);

/**
 * Keeps the keys of keyed hashes as they are now: hashes of before a rotation must still be found after it. `secrets` know
 * those kept before; a purpose that is new since is kept from now on.
 */
export async function keepHashKeys(client: pg.ClientBase, secrets: Secrets): Promise<void> {
  const keys = Object.fromEntries(
    hashPurposes.map((purpose) => [purpose, secrets.key(purpose).toString('base64')]),
  );
  await client.query(
    'INSERT INTO installation VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [hashKeysName, secrets.encrypt(JSON.stringify(keys), hashKeysContext)],
  );
}

type SealedColumn = AnnotatedColumn & { context: string };

/** Every column whose comment says that it holds sealed values: the one list of them. */
export async function sealedColumns(client: pg.ClientBase): Promise<SealedColumn[]> {
  return (await readColumns(client)).flatMap((column) =>
    column.annotation?.secret ? [{ ...column, context: column.annotation.secret }] : [],
  );
}

/**
 * Seals every value anew that is under a former master key, a few hundred rows at a time; what is done stays done when it
 * is cut short. Answers how many rows were written. Throws `LostSecret`.
 */
export async function sealAnew(client: pg.ClientBase, secrets: Secrets): Promise<number> {
  let count = 0;
  for (const column of await sealedColumns(client)) count += await sealColumn(client, column, secrets);
  return count;
}

/** How many rows hold a value that is not under the key in force. */
export async function countStale(client: pg.ClientBase, secrets: Secrets): Promise<number> {
  let count = 0;
  for (const column of await sealedColumns(client)) {
    const result = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${quoted(column.table)} t WHERE ${staleText(column)}`,
      [newestId(secrets)],
    );
    count += result.rows[0]?.n ?? 0;
  }
  return count;
}

const newestId = (secrets: Secrets): string => secrets.encrypt('', '').split('.')[1] ?? '';

const isStale = (value: string): string => `(${value} LIKE 'v1.%' AND split_part(${value}, '.', 2) <> $1)`;
const staleText = ({ column, type }: SealedColumn): string =>
  type === 'jsonb'
    ? `EXISTS (SELECT FROM jsonb_each_text(t.${quoted(column)}) e WHERE ${isStale('e.value')})`
    : isStale(`t.${quoted(column)}`);

type Row = { place: string; value: string | Record<string, string> } & Record<string, unknown>;

async function sealColumn(client: pg.ClientBase, column: SealedColumn, secrets: Secrets): Promise<number> {
  const table = quoted(column.table);
  const name = quoted(column.column);
  const used = [...column.context.matchAll(/\{(\w+)\}/g)].map(([, word]) => word ?? '');
  const named = used
    .filter((word) => word !== 'key')
    .map((word) => `t.${quoted(word)}::text AS ${quoted(word)}`);
  for (let count = 0; ; ) {
    const found = await client.query<Row>(
      `SELECT ${[`t.ctid::text AS place`, `t.${name} AS value`, ...named].join(', ')} FROM ${table} t
       WHERE ${staleText(column)} LIMIT ${batchRows}`,
      [newestId(secrets)],
    );
    if (found.rows.length === 0) return count;
    for (const row of found.rows) {
      // Only as it was read: what somebody wrote meanwhile is looked at again.
      const done = await client.query(
        `UPDATE ${table} SET ${name} = $1 WHERE ctid = $2::tid AND ${name} = $3`,
        [textOf(sealedAnew(row, column, secrets)), row.place, textOf(row.value)],
      );
      count += done.rowCount ?? 0;
    }
  }
}

const textOf = (value: Row['value']): string => (typeof value === 'string' ? value : JSON.stringify(value));

function sealedAnew(row: Row, column: SealedColumn, secrets: Secrets): Row['value'] {
  const one = (sealed: string, key: string): string => {
    if (!sealed.startsWith('v1.') || !secrets.stale(sealed)) return sealed;
    const context = column.context.replace(/\{(\w+)\}/g, (_, word: string) =>
      word === 'key' ? key : String(row[word]),
    );
    try {
      return secrets.encrypt(secrets.decrypt(sealed, context), context);
    } catch (error) {
      throw new LostSecret(
        `A value of ${column.table}.${column.column} is under no key that is here; put its key into OLD_MASTER_KEYS.`,
        { cause: error },
      );
    }
  };
  if (typeof row.value === 'string') return one(row.value, '');
  return Object.fromEntries(Object.entries(row.value).map(([key, sealed]) => [key, one(sealed, key)]));
}

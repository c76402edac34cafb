import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Columns of a bulk statement and their PostgreSQL types. */
export type Columns = Readonly<Record<string, string>>;

/** A row of a bulk statement; a missing column is NULL. Bytes go as `\x…` text (see `hexOf`). */
export type BulkRow = Readonly<Record<string, unknown>>;

/** Bytes as PostgreSQL reads them from text. */
export const hexOf = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

/** JSON without NUL and lone surrogates, which jsonb and text cannot hold. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value).replace(/(?<!\\)((?:\\\\)*)(?:\\u0000|\\ud[89a-f][0-9a-f]{2})/g, '$1');

/**
 * Inserts any number of rows by one prepared statement and one parameter. `suffix` is an ON CONFLICT clause.
 * The organisation is written into every row.
 */
export async function insertMany(
  client: pg.ClientBase,
  into: { table: string; columns: Columns; orgId: string; suffix?: string },
  rows: readonly BulkRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const names = Object.keys(into.columns);
  const typed = names.map((name) => `${name} ${into.columns[name]}`).join(', ');
  const text = `INSERT INTO ${into.table} (org_id, ${names.join(', ')})
      SELECT $1::uuid, ${names.map((name) => `r.${name}`).join(', ')}
      FROM jsonb_to_recordset($2::jsonb) AS r(${typed}) ${into.suffix ?? ''}`;
  const name = statementName('insert', into.table, text);
  const result = await client.query({ name, text, values: [into.orgId, jsonOf(rows)] });
  return result.rowCount ?? 0;
}

/**
 * Updates any number of rows, found by `id`, by one prepared statement and one parameter.
 */
export async function updateMany(
  client: pg.ClientBase,
  into: { table: string; columns: Columns; orgId: string },
  rows: readonly BulkRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(into.columns);
  const typed = names.map((name) => `${name} ${into.columns[name]}`).join(', ');
  const text = `UPDATE ${into.table} t SET ${names.map((name) => `${name} = r.${name}`).join(', ')}
      FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, ${typed})
      WHERE t.org_id = $1::uuid AND t.id = r.id`;
  const name = statementName('update', into.table, text);
  await client.query({ name, text, values: [into.orgId, jsonOf(rows)] });
}

const statementNames = new Map<string, string>();

/**
 * Name of a prepared statement: of the table for people, of the whole text for the connection, which refuses a second text
 * under one name. Another module may write other columns of the same table.
 */
function statementName(kind: 'insert' | 'update', table: string, text: string): string {
  const known = statementNames.get(text);
  if (known) return known;
  const name = `bulk_${kind}_${table}_${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  statementNames.set(text, name);
  return name;
}

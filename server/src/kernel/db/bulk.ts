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
  const result = await client.query({
    name: `bulk_insert_${into.table}`,
    text: `INSERT INTO ${into.table} (org_id, ${names.join(', ')})
      SELECT $1::uuid, ${names.map((name) => `r.${name}`).join(', ')}
      FROM jsonb_to_recordset($2::jsonb) AS r(${typed}) ${into.suffix ?? ''}`,
    values: [into.orgId, jsonOf(rows)],
  });
  return result.rowCount ?? 0;
}

/**
 * Updates any number of rows, found by `id`, by one prepared statement and one parameter. `name` tells a second set of
 * columns of the same table from the first.
 */
export async function updateMany(
  client: pg.ClientBase,
  into: { table: string; columns: Columns; orgId: string; name?: string },
  rows: readonly BulkRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(into.columns);
  const typed = names.map((name) => `${name} ${into.columns[name]}`).join(', ');
  await client.query({
    name: `bulk_update_${into.name ?? into.table}`,
    text: `UPDATE ${into.table} t SET ${names.map((name) => `${name} = r.${name}`).join(', ')}
      FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, ${typed})
      WHERE t.org_id = $1::uuid AND t.id = r.id`,
    values: [into.orgId, jsonOf(rows)],
  });
}

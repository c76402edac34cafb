import type pg from 'pg';

/** Every table of organisations that was never analysed. */
const young = `SELECT c.relname AS name FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.reltuples < 0 ORDER BY 1`;

/** Since this version statistics can be written down. */
const canBeTold = 180_000;

const tell = `SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', name, 'attname', 'org_id',
    'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
  FROM unnest($1::text[]) AS name`;

/** Rows changed before the server looks at a table by itself, instead of 50. */
const lookedAtFrom = 5;

/**
 * Tells the planner what it cannot know of tables that were never analysed: that all rows may be of one organisation. Without
 * that it takes a row's organisation for as good a key as its id, and joins five tables of sixteen rows by looking at every
 * combination; nobody analyses tables so small. Real statistics take the place of this as soon as there are any. Servers
 * before PostgreSQL 18 cannot be told, and look sooner instead.
 */
export async function describeYoungTables(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(young);
  const names = rows.map((row) => row.name);
  const version = await client.query<{ n: number }>("SELECT current_setting('server_version_num')::int AS n");
  if ((version.rows[0]?.n ?? 0) >= canBeTold) await client.query(tell, [names]);
  else
    for (const name of names)
      await client.query(
        `ALTER TABLE ${client.escapeIdentifier(name)} SET (autovacuum_analyze_threshold = ${lookedAtFrom})`,
      );
}

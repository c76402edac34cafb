import type pg from 'pg';
import { BackupError } from './manifest.ts';

/** A table as the catalogue describes it. */
export type SchemaTable = {
  name: string;
  columns: string[];
  identities: string[];
  /** Row-level security hits the owner, too. */
  forced: boolean;
};

const tablesText = `
  SELECT c.relname AS name, c.relforcerowsecurity AS forced,
         array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS columns,
         coalesce(array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attidentity <> ''), '{}') AS identities
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  GROUP BY c.oid ORDER BY c.relname`;

const referencesText = `
  SELECT DISTINCT f.relname AS source, t.relname AS target
  FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
  WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND f.relnamespace = 'public'::regnamespace`;

/**
 * The house's own tables, a referenced one before those that refer to it (libraries keep theirs in schemas of their
 * own). Throws `BackupError` when references run in a circle.
 */
export async function readSchema(client: pg.ClientBase): Promise<SchemaTable[]> {
  const tables = await client.query<SchemaTable>(tablesText);
  const references = await client.query<{ source: string; target: string }>(referencesText);
  const needs = new Map(tables.rows.map(({ name }) => [name, new Set<string>()]));
  for (const { source, target } of references.rows) needs.get(source)?.add(target);
  const sorted: SchemaTable[] = [];
  const done = new Set<string>();
  while (sorted.length < tables.rows.length) {
    const ready = tables.rows.filter(
      ({ name }) => !done.has(name) && [...(needs.get(name) ?? [])].every((target) => done.has(target)),
    );
    if (ready.length === 0) throw new BackupError('circle', 'The tables refer to each other in a circle.');
    for (const table of ready) done.add(table.name);
    sorted.push(...ready);
  }
  return sorted;
}

/** A name as SQL takes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

import type pg from 'pg';
import { personalOf, readColumns } from '../../../kernel/backup/columns.ts';
import { quoted } from '../../../kernel/backup/schema.ts';
import { scrubbed } from './scrub.ts';
import { seedsOf } from './testing-rows.ts';
import type { Who } from './testing-seed.ts';

/** Seeds for the test that looks for a person everywhere: a row of theirs in each table, and their word in each column. */

/** Tables whose personal columns are no customer's. */
const ofOthers = new Set([
  // People of the firm, whose names go with their sign-in.
  ...['members', 'invitations', 'signatures', 'sessions', 'sign_ins', 'push_subscriptions'],
  // The register must be kept (Resolution CD/ANPD 15/2024, art. 10).
  ...['incidents', 'incident_entries'],
  // The firm's own account with a platform.
  'inbox_consents',
]);

const asParameter = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !(value instanceof Date) && !Buffer.isBuffer(value)
    ? JSON.stringify(value)
    : value;

/** What is put into a column of a type so that the person is in it; null where nothing of the kind can be. */
function filling(type: string, text: string): unknown {
  if (type.startsWith('json')) return JSON.stringify({ x: text });
  if (type === 'bytea') return Buffer.from(text);
  if (type === 'date') return '1990-01-02';
  if (type.endsWith('[]')) return [text];
  return /^(double|numeric|real|bigint|integer|smallint)/.test(type) ? 42 : text;
}

/** Columns by table in which a customer's words may stand, as the annotations say; those the firm writes freely as well. */
export async function personalColumns(
  client: pg.ClientBase,
): Promise<Map<string, { column: string; type: string }[]>> {
  const columns = await readColumns(client);
  const tables = [...new Set(columns.map(({ table }) => table))].filter((table) => !ofOthers.has(table));
  return new Map(
    tables.flatMap((table) => {
      const found = [
        ...personalOf(columns, table),
        ...columns.filter(({ annotation, ...one }) => one.table === table && annotation?.search),
        ...columns.filter((one) => one.table === table && scrubbed[table]?.includes(one.column)),
      ];
      return found.length > 0 ? [[table, found.map(({ column, type }) => ({ column, type }))] as const] : [];
    }),
  );
}

/** Makes a row of the person in every table, and fills every personal column that does not speak of them yet. */
export async function seedEverywhere(client: pg.ClientBase, who: Who): Promise<void> {
  const columns = await personalColumns(client);
  const said = `Ana ${who.word} ${who.number}`;
  for (const { table, row, its = ['id'] } of seedsOf(who)) {
    const whole: Record<string, unknown> = { org_id: who.orgId, ...row };
    const names = Object.keys(whole);
    await client
      .query(
        `INSERT INTO ${quoted(table)} (${names.map(quoted).join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})
       ON CONFLICT DO NOTHING`,
        names.map((name) => asParameter(whole[name])),
      )
      .catch((error: Error) => {
        // A row that is there already has only its key to say.
        if (names.length > 2 || its.length !== 1) throw new Error(`${table}: ${error.message}`);
      });
    for (const { column, type } of its.length === 0 ? [] : (columns.get(table) ?? []))
      await client
        .query(
          `UPDATE ${quoted(table)} t SET ${quoted(column)} = $1 WHERE org_id = $2 AND ${its.map((name, at) => `${quoted(name)} = $${at + 5}`).join(' AND ')}
         AND (t.${quoted(column)} IS NULL OR (position($3 IN lower(t.${quoted(column)}::text)) = 0 AND position($4 IN t.${quoted(column)}::text) = 0))`,
          [filling(type, said), who.orgId, who.word, who.number, ...its.map((name) => whole[name])],
        )
        .catch((error: Error) => {
          throw new Error(`${table}.${column}: ${error.message}`);
        });
  }
}

/** Columns in which nothing of the person stands: a new one needs a row here. */
export async function unseeded(
  client: pg.ClientBase,
  { word, number }: Pick<Who, 'word' | 'number'>,
): Promise<string[]> {
  const missing: string[] = [];
  for (const [table, list] of await personalColumns(client))
    for (const { column, type } of list) {
      const at = `t.${quoted(column)}`;
      const there = /^(text|json|character)/.test(type)
        ? `position('${word}' IN lower(${at}::text)) > 0 OR position('${number}' IN ${at}::text) > 0`
        : `${at} IS NOT NULL`;
      const { rows } = await client.query(`SELECT 1 FROM ${quoted(table)} t WHERE ${there} LIMIT 1`);
      if (rows.length === 0) missing.push(`${table}.${column}`);
    }
  return missing;
}

/** Personal columns that hold no text and something all the same: days, hashes. */
export async function leftValues(client: pg.ClientBase): Promise<string[]> {
  const left: string[] = [];
  for (const [table, list] of await personalColumns(client))
    for (const { column, type } of list) {
      if (!/^(date|double|numeric)/.test(type) && !column.endsWith('_hash')) continue;
      const at = `t.${quoted(column)}`;
      const { rows } = await client.query(
        `SELECT 1 FROM ${quoted(table)} t WHERE ${at} IS NOT NULL AND ${at}::text NOT IN ('', '\\x') LIMIT 1`,
      );
      if (rows.length > 0) left.push(`${table}.${column}`);
    }
  return left;
}

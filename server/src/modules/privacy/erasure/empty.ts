import type { PersonalColumn } from '../../../kernel/backup/columns.ts';
import { quoted } from '../../../kernel/backup/schema.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type Holding, holdings, paramsOf, typed } from '../subjects/holdings.ts';
import type { Scope } from '../subjects/scope.ts';

/** What was emptied, by table. */
export type Emptied = Record<string, number>;

/** What stands in an emptied column: the same as in a restored backup whose key is gone (`subject-query.ts`). */
export function emptyExpression(column: PersonalColumn): string {
  if (column.empty === 'unique') return `'erased-' || replace(gen_random_uuid()::text, '-', '')`;
  if (column.empty !== null) return `${literal(column.empty)}::${column.type}`;
  if (column.nullable) return 'NULL';
  if (column.type.endsWith('[]') || column.type === 'bytea') return `''::${column.type.replace('[]', '')}`;
  return column.type.startsWith('json') ? `'{}'::${column.type}` : `''::${column.type}`;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const settersOf = (personal: readonly PersonalColumn[]): string =>
  personal.map((column) => `${quoted(column.column)} = ${settingOf(column)}`).join(', ');

const settingOf = (column: PersonalColumn): string =>
  column.type.endsWith('[]') && !column.nullable && column.empty === null
    ? `'{}'::${column.type}`
    : emptyExpression(column);

/**
 * Empties the personal columns of every row of a scope, table by table as the columns say; rows, numbers, times and states
 * stay. Indexes over them are thrown away. Who is found through another table's personal column is emptied first.
 */
export async function emptyHoldings(ctx: Ctx, scope: Scope): Promise<Emptied> {
  const all = [...(await holdings(ctx))].sort((a, b) => b.steps - a.steps);
  const params = paramsOf(ctx, scope);
  const emptied: Emptied = {};
  for (const holding of all) {
    if (holding.where === null) continue;
    const count = await emptyOne(ctx, holding, params);
    if (count > 0) emptied[holding.table] = count;
  }
  return emptied;
}

async function emptyOne(ctx: Ctx, holding: Holding, params: unknown[]): Promise<number> {
  const { table, personal, where, index } = holding;
  const own = personal.filter(({ path }) => path !== null);
  if (!index && own.length === 0) return 0;
  const text = index
    ? `DELETE FROM ${quoted(table)} t WHERE ${typed} AND ${where}`
    : `UPDATE ${quoted(table)} t SET ${settersOf(own)} WHERE ${typed} AND ${where}`;
  return (await ctx.client.query(text, params)).rowCount ?? 0;
}

/** Rows of a scope, by table. */
export async function countHoldings(ctx: Ctx, scope: Scope): Promise<Emptied> {
  const params = paramsOf(ctx, scope);
  const counts: Emptied = {};
  for (const { table, where, index } of await holdings(ctx)) {
    if (where === null || index) continue;
    const { rows } = await ctx.client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${quoted(table)} t WHERE ${typed} AND ${where}`,
      params,
    );
    if (rows[0] && rows[0].n > 0) counts[table] = rows[0].n;
  }
  return counts;
}

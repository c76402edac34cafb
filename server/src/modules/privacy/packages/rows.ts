import type pg from 'pg';
import { systemActor } from '../../../kernel/actor.ts';
import { quoted } from '../../../kernel/backup/schema.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { type Holding, paramsOf, typed } from '../subjects/holdings.ts';
import type { Scope } from '../subjects/scope.ts';

const rowsAtOnce = 500;

type Row = Record<string, unknown>;
export type Whose = { orgId: string; scope: Scope };

/** Columns a package shows: no secrets, no indexes, no raw bytes (the messages are there as they were read). */
const shown = ({ columns }: Holding): string[] =>
  columns
    .filter(
      ({ column, type, annotation }) =>
        column !== 'org_id' && type !== 'bytea' && !annotation?.secret && !annotation?.search,
    )
    .map(({ column }) => column);

/** The rows of a table that are somebody's, some hundred at a time, each page in a transaction of its own. */
export async function* rowsOf(
  kernel: Kernel,
  { orgId, scope }: Whose,
  holding: Holding,
): AsyncGenerator<Row> {
  let after: unknown[] | null = null;
  for (;;) {
    const page: Row[] = await inTransaction(kernel, systemActor(orgId), (ctx) =>
      readPage(ctx.client, { holding, params: paramsOf(ctx, scope), after }),
    );
    for (const { key_: _, ...row } of page) yield row;
    const last = page.at(-1);
    if (page.length < rowsAtOnce || !last) return;
    after = last.key_ as unknown[];
  }
}

type Page = { holding: Holding; params: unknown[]; after: unknown[] | null };

async function readPage(client: pg.ClientBase, { holding, params, after }: Page): Promise<Row[]> {
  const { table, key, where, columns } = holding;
  const types = new Map(columns.map(({ column, type }) => [column, type]));
  const keys = key.map((name) => `t.${quoted(name)}`).join(', ');
  const place = key.map((name, at) => `$${params.length + 1 + at}::text::${types.get(name)}`).join(', ');
  const list = shown(holding).map((name) => `t.${quoted(name)}`);
  const result = await client.query<Row>(
    `SELECT ${list.join(', ')}, ARRAY[${key.map((name) => `t.${quoted(name)}::text`).join(', ')}] AS key_
     FROM ${quoted(table)} t WHERE ${typed} AND ${where} ${after ? `AND (${keys}) > (${place})` : ''}
     ORDER BY ${keys} LIMIT ${rowsAtOnce}`,
    [...params, ...(after ?? [])],
  );
  return result.rows;
}

/** A table as a JSON list, piece by piece. */
export async function* jsonOf(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

import type { Import, ImportRow, listImportRows } from '@meada/contract/routes/imports';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { undoDays } from './rules.ts';

type Row = Omit<Import, 'createdAt' | 'startedAt' | 'endedAt' | 'undoUntil' | 'byName'> & {
  by_name: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
};

const noCounts = { create: 0, update: 0, leave: 0, refuse: 0 };

async function select(ctx: Ctx, where: RawBuilder<unknown>): Promise<Import[]> {
  const { rows } = await sql<Row>`
    SELECT i.id, i.name, i.format, i.state, i.columns, i.mapping, i.options, i.total, i.place, i.counts, i.problems, i.kept,
      i.error, (SELECT p.name FROM members p WHERE p.org_id = i.org_id AND p.id = i.created_by) AS by_name, i.created_at,
      i.started_at, i.ended_at
    FROM imports i WHERE i.org_id = ${ctx.orgId} AND ${where} ORDER BY i.created_at DESC LIMIT 100`.execute(
    ctx.db,
  );
  return rows.map(({ by_name, created_at, started_at, ended_at, counts, ...row }) => ({
    ...row,
    counts: { ...noCounts, ...counts },
    options: { ...row.options, kind: row.options.kind ?? 'human' },
    byName: by_name,
    createdAt: created_at.toISOString(),
    startedAt: started_at?.toISOString() ?? null,
    endedAt: ended_at?.toISOString() ?? null,
    undoUntil:
      row.state === 'done' || row.state === 'stopped'
        ? new Date((ended_at ?? created_at).getTime() + undoDays * 86_400_000).toISOString()
        : null,
  }));
}

export const importsOf = (ctx: Ctx): Promise<Import[]> => select(ctx, sql`i.state <> 'reading'`);

export async function importOf(ctx: Ctx, id: string): Promise<Import> {
  return found((await select(ctx, sql`i.id = ${id}`))[0], 'import');
}

type Query = Input<typeof listImportRows>['query'];

/** Rows in their order; for the report and the table of refused ones. */
export async function rowsOf(
  ctx: Ctx,
  importId: string,
  { outcome, after, limit }: Query,
): Promise<{ items: ImportRow[]; hasMore: boolean }> {
  const { rows } = await sql<ImportRow>`
    SELECT n, outcome, problems, customer_id AS "customerId", cells FROM import_rows
    WHERE org_id = ${ctx.orgId} AND import_id = ${importId} AND n > ${after}
      ${outcome ? sql`AND outcome = ${outcome}` : sql``} ORDER BY n LIMIT ${limit + 1}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasMore: rows.length > limit };
}

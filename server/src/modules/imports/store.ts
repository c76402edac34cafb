import type { ColumnTarget, ImportOptions, ImportState } from '@meada/contract/routes/imports';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { insertMany } from '../../kernel/db/bulk.ts';
import { conflict, found } from '../../kernel/errors.ts';
import { fieldsOf } from '../customers/index.ts';
import { guessMapping } from './mapping.ts';
import { savedMappings } from './mappings.ts';
import type { ListFormat } from './read/format.ts';

/** Writes of imports. */

const samplesAtMost = 5;
const guessedFrom = 200;

export async function beginReading(ctx: Ctx, name: string): Promise<string> {
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('imports')
    .values({
      org_id: ctx.orgId,
      id,
      name,
      format: 'csv',
      state: 'reading',
      created_by: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      created_at: ctx.clock.now(),
    })
    .execute();
  return id;
}

const rowColumns = { import_id: 'uuid', n: 'integer', cells: 'jsonb' };

export async function keepRows(
  ctx: Ctx,
  importId: string,
  { first, rows }: { first: number; rows: readonly string[][] },
): Promise<void> {
  const list = rows.map((cells, index) => ({ import_id: importId, n: first + index, cells }));
  await insertMany(ctx.client, { table: 'import_rows', columns: rowColumns, orgId: ctx.orgId }, list);
}

/** The file is read: its columns, with samples and the mapping it begins with. */
export async function finishReading(
  ctx: Ctx,
  id: string,
  read: { format: ListFormat; headers: string[]; total: number },
): Promise<void> {
  const { rows } = await sql<{ cells: string[] }>`
    SELECT cells FROM import_rows WHERE org_id = ${ctx.orgId} AND import_id = ${id} AND n <= ${guessedFrom} ORDER BY n`.execute(
    ctx.db,
  );
  const width = Math.max(read.headers.length, ...rows.map(({ cells }) => cells.length));
  const headers = Array.from({ length: width }, (_, index) => read.headers[index] || `#${index + 1}`);
  const sampled = rows.map(({ cells }) => headers.map((_, index) => cells[index] ?? ''));
  const fields = await fieldsOf(ctx, 'customer');
  const guess = guessMapping(headers, sampled, {
    saved: await savedMappings(ctx),
    fields: fields.filter((field) => field.archivedAt === null),
  });
  const columns = headers.map((header, index) => ({
    header: header.slice(0, 200),
    samples: sampled
      .map((cells) => cells[index] ?? '')
      .filter((cell) => cell !== '')
      .slice(0, samplesAtMost)
      .map((cell) => cell.slice(0, 120)),
  }));
  await ctx.db
    .updateTable('imports')
    .set({
      state: 'mapping',
      format: read.format,
      total: read.total,
      columns: JSON.stringify(columns),
      mapping: JSON.stringify(guess.mapping),
      options: JSON.stringify(guess.options),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  ctx.audit({ action: 'import.read', subject: { kind: 'import', id }, facts: { rows: read.total } });
}

export async function dropRows(ctx: Ctx, id: string): Promise<void> {
  await sql`DELETE FROM imports WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
}

export type LockedImport = {
  id: string;
  state: ImportState;
  columns: { header: string; samples: string[] }[];
  mapping: ColumnTarget[];
  options: ImportOptions;
  total: number;
  place: number;
  counts: Record<string, number>;
  problems: { problem: string; column: string | null; count: number; refuses: boolean }[];
  kept: number;
  checker: string | null;
  checked_at: Date | null;
  created_by: string | null;
  started_at: Date | null;
  ended_at: Date | null;
};

/** Locks an import in one of the given states. Throws `not_found`, or `conflict` in any other. */
export async function lockImport(
  ctx: Ctx,
  id: string,
  states: readonly ImportState[],
): Promise<LockedImport> {
  const { rows } = await sql<LockedImport>`
    SELECT id, state, columns, mapping, options, total, place, counts, problems, kept, checker, checked_at,
      created_by, started_at, ended_at
    FROM imports WHERE org_id = ${ctx.orgId} AND id = ${id} FOR UPDATE`.execute(ctx.db);
  const row = found(rows[0], 'import');
  if (!states.includes(row.state)) throw conflict(`The import is ${row.state}.`);
  return row;
}

export type ImportChange = Partial<{
  state: ImportState;
  mapping: string;
  options: string;
  place: number;
  counts: string;
  problems: string;
  kept: number;
  error: string | null;
  checker: string | null;
  checked_at: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
}>;

export async function saveImport(ctx: Ctx, id: string, change: ImportChange): Promise<void> {
  await ctx.db
    .updateTable('imports')
    .set(change)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  if (change.state) ctx.emit({ name: 'import.changed', facts: { importId: id, state: change.state } });
}

import { Readable } from 'node:stream';
import { decimalOf } from '@meada/contract/currencies';
import type { Locale } from '@meada/contract/primitives';
import type { ExportFormat } from '@meada/contract/routes/exports';
import { actorKey } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import type { Cell, Cells, Place } from './export-cells.ts';
import { writeXlsx } from './export-xlsx.ts';

export type Table<P> = {
  name: string;
  header: readonly string[];
  /** One page after a place; the place of the next, null at the end. */
  page(ctx: Ctx, after: P | null): Promise<{ rows: Cells[]; next: P | null }>;
};

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Sends a table of any length as it is read, a page in a transaction of its own: memory holds one page, and a reader who
 * leaves stops the reading. Who took it along stands in the audit trail.
 */
export async function sendTable<P>(call: Call, table: Table<P>, format: ExportFormat = 'csv'): Promise<void> {
  const { kernel, actor, reply } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  const { first, place } = await inTransaction(kernel, actor, async (ctx) => {
    ctx.audit({ action: 'list.exported', facts: { list: table.name, format, by: actorKey(actor) } });
    return { first: await table.page(ctx, null), place: await placeOf(ctx) };
  });
  async function* pages(): AsyncGenerator<Cells[]> {
    let page = first;
    for (;;) {
      yield page.rows;
      const after = page.next;
      if (after === null) return;
      page = await inTransaction(kernel, actor as NonNullable<typeof actor>, (ctx) => table.page(ctx, after));
    }
  }
  reply.headers({
    'content-type': types[format],
    'content-disposition': `attachment; filename="${table.name}.${format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const whole = { ...table, place, rows: pages(), mtime: kernel.clock.now() };
  await reply.send(format === 'csv' ? Readable.from(csvOf(whole)) : writeXlsx(whole));
}

/** Language and time zone of the organisation: how numbers and moments are written in its tables. */
export async function placeOf(ctx: Ctx): Promise<Place> {
  const row = await ctx.db
    .selectFrom('organisations')
    .select(['locale', 'time_zone'])
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  return { locale: row.locale as Locale, zone: row.time_zone };
}

type Whole = { header: readonly string[]; place: Place; rows: AsyncIterable<Cells[]> };

async function* csvOf({ header, place, rows }: Whole): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(header);
  for await (const page of rows)
    yield page.map((cells) => csvLine(cells.map((cell) => plainCell(cell, place.locale)))).join('');
}

/** A moment as programs read it (ISO 8601, UTC), a number with the decimal sign a spreadsheet of the country expects. */
function plainCell(cell: Cell, locale: Locale): string | number | boolean | null | undefined {
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === 'number' && !Number.isInteger(cell)) return inCountry(String(cell), locale);
  if (typeof cell !== 'object' || cell === null) return cell;
  if ('day' in cell) return cell.day;
  return inCountry(decimalOf(cell.minor, cell.currency), locale);
}

const inCountry = (number: string, locale: Locale): string =>
  locale === 'en' ? number : number.replace('.', ',');

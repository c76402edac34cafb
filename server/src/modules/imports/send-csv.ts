import { Readable } from 'node:stream';
import { actorKey } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';
import { byteOrderMark, csvLine } from './csv.ts';

type Cells = readonly (string | number | boolean | null | undefined)[];
export type Table<P> = {
  name: string;
  header: Cells;
  /** One page after a place; the place of the next, null at the end. */
  page(ctx: Ctx, after: P | null): Promise<{ rows: Cells[]; next: P | null }>;
};

/**
 * Sends a table of any length as it is read, a page in a transaction of its own: memory holds one page, and a reader who
 * leaves stops the reading. Who took it along stands in the audit trail.
 */
export async function sendCsv<P>(call: Call, table: Table<P>): Promise<void> {
  const { kernel, actor, reply } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  const first = await inTransaction(kernel, actor, async (ctx) => {
    ctx.audit({ action: 'list.exported', facts: { list: table.name, by: actorKey(actor) } });
    return table.page(ctx, null);
  });
  async function* lines(): AsyncGenerator<string> {
    yield byteOrderMark + csvLine(table.header);
    let page = first;
    for (;;) {
      yield page.rows.map(csvLine).join('');
      const after = page.next;
      if (after === null) return;
      page = await inTransaction(kernel, actor as NonNullable<typeof actor>, (ctx) => table.page(ctx, after));
    }
  }
  reply.headers({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${table.name}.csv"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  await reply.send(Readable.from(lines()));
}

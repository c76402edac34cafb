import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';
import { sendTable } from './send-table.ts';
import { importOf, rowsOf } from './views.ts';

const atOnce = 500;

/** The refused rows with their reasons, to be mended and brought again. */
export async function refusedRows(call: Call, { importId }: { importId: string }): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.import');
  const one = await inTransaction(kernel, actor, (ctx) => importOf(ctx, importId));
  await sendTable<number>(call, {
    name: 'refused',
    header: [...one.columns.map(({ header }) => header), 'Meada'],
    page: async (ctx, after) => {
      const page = await rowsOf(ctx, importId, { outcome: 'refuse', after: after ?? 0, limit: atOnce });
      return {
        rows: page.items.map(({ cells, problems }) => [
          ...one.columns.map((_, index) => cells[index] ?? ''),
          problems.map(({ problem, column }) => (column ? `${column}: ${problem}` : problem)).join(', '),
        ]),
        next: page.hasMore ? (page.items.at(-1)?.n ?? null) : null,
      };
    },
  });
}

import type { ResponseOf } from '@meada/contract/route';
import type { readTimeline as route } from '@meada/contract/routes/timeline';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { rootIdOf } from '../customers/index.ts';
import { entryOf } from './rules.ts';
import { timelinePage } from './views.ts';

/** What happened with a customer, as far as the reader may see it. The cursor is the number of the last line seen. */
export async function readTimeline(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const { cursor, limit } = input.query;
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
    throw new Failure('malformed', 'The cursor is not one of ours.', { field: 'query.cursor' });
  }
  const rootId = await rootIdOf(ctx, input.params.id);
  const rows = await timelinePage(ctx, rootId, { before: cursor ?? null, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(entryOf),
    next: rows.length > limit ? String(shown.at(-1)?.id) : null,
  };
}

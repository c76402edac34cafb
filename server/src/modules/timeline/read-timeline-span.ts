import type { ResponseOf } from '@meada/contract/route';
import type { readTimelineSpan as route } from '@meada/contract/routes/timeline';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { rootIdOf } from '../customers/index.ts';
import { timelineSpan } from './views.ts';

/** What the filters of a timeline offer. Throws `not_found`. */
export async function readTimelineSpan(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const span = await timelineSpan(ctx, await rootIdOf(ctx, input.params.id));
  return {
    from: span.from?.toISOString() ?? null,
    to: span.to?.toISOString() ?? null,
    kinds: span.kinds ?? [],
    channels: span.channels ?? [],
    people: span.people ?? [],
  };
}

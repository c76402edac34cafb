import type { readSegment as route, Segment } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { segmentOf } from './views.ts';

/** One saved segment. Throws `not_found`. */
export async function readSegment(ctx: Ctx, input: Pick<Input<typeof route>, 'params'>): Promise<Segment> {
  permit(ctx.actor, 'customers.read');
  return segmentOf(ctx, input.params.id);
}

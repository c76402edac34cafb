import type { recomputeSegment as route, Segment } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { startRun } from './store.ts';
import { lockSegment, segmentOf } from './views.ts';

/** Works out anew who is in a segment. Throws `not_found`. */
export async function recomputeSegment(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<Segment> {
  permit(ctx.actor, 'segments.manage');
  const { id } = await lockSegment(ctx, input.params.id);
  await startRun(ctx, id);
  ctx.emit({ name: 'segment.changed', facts: { segmentId: id } });
  ctx.afterCommit(() => ctx.bus.wake('segments'));
  return segmentOf(ctx, id);
}

import { isDeepStrictEqual } from 'node:util';
import type { changeSegment as route, Segment } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkTree } from './check.ts';
import { updateSegment } from './store.ts';
import { lockSegment, segmentOf } from './views.ts';

/** Changes name or conditions; changed conditions are worked out anew. Throws `not_found`, `refused`, `conflict`. */
export async function changeSegment(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Segment> {
  permit(ctx.actor, 'segments.manage');
  const { id } = input.params;
  const before = await lockSegment(ctx, id);
  await checkTree(ctx, input.body.conditions);
  const anew = !isDeepStrictEqual(before.conditions, input.body.conditions) || before.state === 'failed';
  await updateSegment(ctx, id, { ...input.body, anew });
  ctx.emit({ name: 'segment.changed', facts: { segmentId: id } });
  ctx.audit({ action: 'segment.changed', subject: { kind: 'segment', id }, facts: { conditions: anew } });
  ctx.afterCommit(() => ctx.bus.wake('segments'));
  return segmentOf(ctx, id);
}

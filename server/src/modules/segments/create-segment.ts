import type { createSegment as route, Segment } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkTree } from './check.ts';
import { insertSegment } from './store.ts';
import { segmentOf, segmentsOf } from './views.ts';

/** Each is asked anew at every event of a customer. */
const segmentsAtMost = 200;

/** Saves a segment; the background works it out. Throws `refused`, `conflict`. */
export async function createSegment(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<Segment> {
  permit(ctx.actor, 'segments.manage');
  await checkTree(ctx, input.body.conditions);
  if ((await segmentsOf(ctx)).length >= segmentsAtMost)
    throw refused('There are at most 200 segments.', 'body.name');
  const id = await insertSegment(ctx, input.body);
  ctx.emit({ name: 'segment.changed', facts: { segmentId: id } });
  ctx.audit({ action: 'segment.created', subject: { kind: 'segment', id } });
  ctx.afterCommit(() => ctx.bus.wake('segments'));
  return segmentOf(ctx, id);
}

import type { ResponseOf } from '@meada/contract/route';
import type { dropSegment as route } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { archiveSegment } from './store.ts';
import { lockSegment } from './views.ts';

/** Removes a segment. Throws `not_found`. */
export async function dropSegment(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'segments.manage');
  const { id } = await lockSegment(ctx, input.params.id);
  await archiveSegment(ctx, id);
  ctx.emit({ name: 'segment.changed', facts: { segmentId: id } });
  ctx.audit({ action: 'segment.dropped', subject: { kind: 'segment', id } });
  return { ok: true };
}

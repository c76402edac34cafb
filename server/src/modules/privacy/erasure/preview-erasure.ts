import type { ErasurePreview, previewErasure as route } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { previewOf } from './preview.ts';

/** What erasing a customer would take and what must stay. Throws `not_found`. */
export async function previewErasure(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<ErasurePreview> {
  permit(ctx.actor, 'privacy.manage');
  return previewOf(ctx, await rootIdOf(ctx, params.id));
}

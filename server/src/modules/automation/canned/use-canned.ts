import type { ResponseOf } from '@meada/contract/route';
import type { useCanned as route } from '@meada/contract/routes/canned';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { copyToUploads } from '../../conversations/index.ts';
import { countUse, filesOf } from './store.ts';
import { cannedReply } from './views.ts';

/** Counts that a reply was taken; answers copies of its files, which only the caller may send. Throws `not_found`. */
export async function useCanned(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  const { id } = await cannedReply(ctx, params.id);
  await countUse(ctx, id);
  return { attachments: await copyToUploads(ctx, await filesOf(ctx, [id])) };
}

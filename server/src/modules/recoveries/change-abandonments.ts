import type { ResponseOf } from '@meada/contract/route';
import type { changeAbandonments as route } from '@meada/contract/routes/abandonments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { changeOne, requireSense } from './change-one.ts';

/**
 * The same for several: those that have ended meanwhile are left as they are and counted. Throws `not_found` for one that is not
 * seen, and what is wrong with the change itself.
 */
export async function changeAbandonments(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const { ids, ...change } = body;
  await requireSense(ctx, change);
  const wanted = [...new Set(ids)].sort();
  const changed: string[] = [];
  // In one order, whoever does it at the same time.
  for (const id of wanted)
    try {
      await changeOne(ctx, id, change);
      changed.push(id);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'conflict') throw error;
    }
  return { changed, left: wanted.length - changed.length };
}

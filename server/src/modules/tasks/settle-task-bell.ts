import type { settleTaskBell as route } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dropBells, lockTask, tellTask, updateTask } from './store.ts';

/** Puts the caller's own reminder away, or has the task ring again later. Throws `not_found`, `refused`. */
export async function settleTaskBell(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'tasks.read');
  const task = await lockTask(ctx, params.id);
  if (ctx.actor.kind === 'person') await dropBells(ctx, task.id, [ctx.actor.id]);
  if (body.againAt !== null) {
    const at = new Date(body.againAt);
    if (at <= ctx.clock.now()) throw refused('Say a time that is still to come.', 'body.againAt');
    if (!task.mayChange) throw refused('Only who is responsible is reminded.', 'body.againAt');
    await updateTask(ctx, task.id, { remind_at: at, reminded_at: null });
  }
  tellTask(ctx, task, 'reminder');
  return { ok: true };
}

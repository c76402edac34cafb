import type { ResponseOf } from '@meada/contract/route';
import type { listTasks as route } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { taskPage } from './views.ts';

/** Tasks the caller sees: open ones by when they are due, done ones newest first. */
export function listTasks(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'tasks.read');
  return taskPage(ctx, query);
}

import type { commentTask as route, TaskComment } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { lockTask, tellTask } from './store.ts';
import { commentsOf } from './views.ts';

/** Says something about a task one sees; the same clientId is kept once. Throws `not_found`, `conflict`. */
export async function commentTask(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<TaskComment> {
  permit(ctx.actor, 'tasks.write');
  const task = await lockTask(ctx, params.id);
  const made = await ctx.db
    .insertInto('task_comments')
    .values({
      org_id: ctx.orgId,
      id: body.clientId,
      task_id: task.id,
      person_id: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      text: body.text,
      at: ctx.clock.now(),
    })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  const comment = (await commentsOf(ctx, task.id)).find(({ id }) => id === body.clientId);
  if (!comment) throw conflict('This clientId belongs to another comment.', 'body.clientId');
  if (made) tellTask(ctx, task, 'commented');
  return comment;
}

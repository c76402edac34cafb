import type { Task, TaskComment } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { commentsOf, taskOf } from './views.ts';

/** A task with what was said about it. Throws `not_found`. */
export async function readTask(
  ctx: Ctx,
  { id }: { id: string },
): Promise<{ task: Task; comments: TaskComment[] }> {
  permit(ctx.actor, 'tasks.read');
  return { task: await taskOf(ctx, id), comments: await commentsOf(ctx, id) };
}

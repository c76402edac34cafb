import type { finishTask as route, Task } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { endTaskWork, putTaskWork, reopenTaskWork } from '../routing/index.ts';
import { nextDue } from './repeat.ts';
import { dropBells, insertTask, type LockedTask, lockOwn, tellTask, updateTask } from './store.ts';
import { taskOf } from './views.ts';

/** Says that a task is done, or takes that back: anybody responsible. Throws `not_found`, `forbidden`. */
export async function finishTask(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Task> {
  permit(ctx.actor, 'tasks.write');
  const task = await lockOwn(ctx, params.id);
  if ((task.doneAt !== null) === body.done) return taskOf(ctx, task.id);
  const again = body.done && task.repeats !== null && !task.repeated && task.dueAt !== null;
  await updateTask(ctx, task.id, {
    done_at: body.done ? ctx.clock.now() : null,
    done_by: body.done && ctx.actor.kind === 'person' ? ctx.actor.id : null,
    ...(again ? { repeated: true } : {}),
  });
  if (body.done) await dropBells(ctx, task.id);
  const queueId = body.done ? await endTaskWork(ctx, task.id, 'task_done') : null;
  if (!body.done) await reopenTaskWork(ctx, task);
  tellTask(ctx, task, body.done ? 'done' : 'reopened');
  if (again) await makeNext(ctx, task, queueId);
  return taskOf(ctx, task.id);
}

/** The next of a task that repeats, with the reminder as long before as of this one, in the same queue. */
async function makeNext(ctx: Ctx, task: LockedTask, queueId: string | null): Promise<void> {
  const { dueAt, repeats, anchor, remindAt } = task;
  if (!dueAt || !repeats) return;
  const due = await nextDue(ctx, { dueAt, repeats, anchor });
  const before = remindAt ? dueAt.getTime() - remindAt.getTime() : null;
  const id = ctx.ids.uuid();
  await insertTask(
    ctx,
    {
      ...{ id, title: task.title, description: task.description, due_at: due, due_day: task.dueDay },
      remind_at: before === null ? null : new Date(due.getTime() - before),
      ...{ repeats, anchor, team_id: task.teamId, conversation_id: task.conversationId },
      ...{ customer_id: task.customerId, deal_id: task.dealId },
    },
    task.personIds,
  );
  if (queueId) await putTaskWork(ctx, { id, dueAt: due, personIds: task.personIds }, queueId);
  tellTask(ctx, { id, customerId: task.customerId, conversationId: task.conversationId }, 'created');
}

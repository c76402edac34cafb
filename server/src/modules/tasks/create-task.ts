import type { createTask as route, Task } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { putTaskWork } from '../routing/index.ts';
import { checkNamed, subjectOf } from './checks.ts';
import { dayOf } from './repeat.ts';
import { insertTask, tellTask } from './store.ts';
import { taskOf, tasksOf } from './views.ts';

/**
 * Makes a task; without anybody named and no queue the caller is responsible. The same clientId is made once: who sends
 * it again gets what was made of it. Throws `not_found`, `refused`, `conflict` for a clientId that belongs to something else.
 */
export async function createTask(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Task> {
  permit(ctx.actor, 'tasks.write');
  await checkNamed(ctx, body);
  const customerId = await subjectOf(ctx, body);
  if (body.repeats && !body.dueAt) throw refused('What repeats needs a day.', 'body.dueAt');
  if (body.dueDay && !body.dueAt) throw refused('Say which day.', 'body.dueAt');
  const dueAt = body.dueAt ? new Date(body.dueAt) : null;
  const nobody = body.personIds.length === 0 && body.teamId === null && body.queueId === null;
  const people = nobody && ctx.actor.kind === 'person' ? [ctx.actor.id] : body.personIds;
  const id = body.clientId ?? ctx.ids.uuid();
  const made = await insertTask(
    ctx,
    {
      ...{ id, title: body.title, description: body.description, due_at: dueAt, due_day: body.dueDay },
      remind_at: body.remindAt ? new Date(body.remindAt) : null,
      ...{ repeats: body.repeats, anchor: dueAt && body.repeats ? await dayOf(ctx, dueAt) : null },
      ...{ team_id: body.teamId, conversation_id: body.conversationId, customer_id: customerId },
      deal_id: body.dealId,
    },
    people,
  );
  if (!made) return madeBefore(ctx, id);
  if (body.queueId) await putTaskWork(ctx, { id, dueAt, personIds: people }, body.queueId);
  tellTask(ctx, { id, customerId, conversationId: body.conversationId }, 'created');
  return taskOf(ctx, id);
}

/** What this caller made under the same clientId, as long as it is there. */
async function madeBefore(ctx: Ctx, id: string): Promise<Task> {
  const [task] = await tasksOf(ctx, [id]);
  const own = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  if (!task || task.createdBy !== own)
    throw conflict('This clientId belongs to another task.', 'body.clientId');
  return task;
}

import type { createTask as route, Task } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkNamed, subjectOf } from './checks.ts';
import { dayOf } from './repeat.ts';
import { insertTask, tellTask } from './store.ts';
import { taskOf } from './views.ts';

/** Makes a task; without anybody named the caller is responsible. Throws `not_found`, `refused`. */
export async function createTask(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Task> {
  permit(ctx.actor, 'tasks.write');
  await checkNamed(ctx, body);
  const customerId = await subjectOf(ctx, body);
  if (body.repeats && !body.dueAt) throw refused('What repeats needs a day.', 'body.dueAt');
  if (body.dueDay && !body.dueAt) throw refused('Say which day.', 'body.dueAt');
  const dueAt = body.dueAt ? new Date(body.dueAt) : null;
  const nobody = body.personIds.length === 0 && body.teamId === null;
  const people = nobody && ctx.actor.kind === 'person' ? [ctx.actor.id] : body.personIds;
  const id = ctx.ids.uuid();
  await insertTask(
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
  tellTask(ctx, { id, customerId, conversationId: body.conversationId }, 'created');
  return taskOf(ctx, id);
}

import type { changeTask as route, Task } from '@meada/contract/routes/tasks';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dueTaskWork, endTaskWork, putTaskWork } from '../routing/index.ts';
import { checkNamed } from './checks.ts';
import { dayOf } from './repeat.ts';
import {
  dropBells,
  type LockedTask,
  lockOwn,
  putPeople,
  type TaskChange,
  tellTask,
  updateTask,
} from './store.ts';
import { taskOf } from './views.ts';

type Body = Input<typeof route>['body'];

/** Changes what is named. A new reminder rings anew. Throws `not_found`, `forbidden`, `refused`. */
export async function changeTask(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Task> {
  permit(ctx.actor, 'tasks.write');
  const task = await lockOwn(ctx, params.id);
  await checkNamed(ctx, body, task.personIds);
  await updateTask(ctx, task.id, await changesOf(ctx, task, body));
  const { personIds } = body;
  if (personIds) {
    await putPeople(ctx, task.id, personIds);
    // Who is not responsible any longer is reminded no more.
    const left = task.personIds.filter((id) => !personIds.includes(id));
    await dropBells(ctx, task.id, left);
  }
  // Nor is anybody of the old time.
  if (body.remindAt !== undefined) await dropBells(ctx, task.id);
  await followWork(ctx, task, body);
  tellTask(ctx, task, 'changed');
  return taskOf(ctx, task.id);
}

/** Its work is where it is put now, and due when it is. What is done is nobody's work. */
async function followWork(ctx: Ctx, task: LockedTask, { queueId, dueAt, personIds }: Body): Promise<void> {
  const routed = {
    ...{ id: task.id, personIds: personIds ?? task.personIds },
    dueAt: dueAt === undefined ? task.dueAt : instant(dueAt),
  };
  if (queueId === null) await endTaskWork(ctx, task.id, 'taken_out');
  if (queueId && task.doneAt !== null) throw refused('It is done.', 'body.queueId');
  if (queueId) await putTaskWork(ctx, routed, queueId);
  if (dueAt !== undefined) await dueTaskWork(ctx, routed);
}

async function changesOf(ctx: Ctx, task: LockedTask, body: Body): Promise<TaskChange> {
  const dueAt = body.dueAt === undefined ? task.dueAt : instant(body.dueAt);
  const repeats = body.repeats === undefined ? task.repeats : body.repeats;
  if (repeats && !dueAt) throw refused('What repeats needs a day.', 'body.dueAt');
  const moved = body.dueAt !== undefined || body.repeats !== undefined;
  return {
    ...(body.title === undefined ? {} : { title: body.title }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.teamId === undefined ? {} : { team_id: body.teamId }),
    ...(moved ? { due_at: dueAt, repeats, anchor: dueAt && repeats ? await dayOf(ctx, dueAt) : null } : {}),
    due_day: dueAt !== null && (body.dueDay ?? task.dueDay),
    ...(body.remindAt === undefined ? {} : { remind_at: instant(body.remindAt), reminded_at: null }),
  };
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

import * as contract from '@meada/contract/routes/tasks';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changeTask } from './change-task.ts';
import { commentTask } from './comment-task.ts';
import { createTask } from './create-task.ts';
import { dropTask } from './drop-task.ts';
import { finishTask } from './finish-task.ts';
import { listTasks } from './list-tasks.ts';
import { readTask } from './read-task.ts';
import { settleTaskBell } from './settle-task-bell.ts';
import { bellsOf, taskCounts } from './views.ts';

/** Fixed addresses stand before the ones with an id. */
export const taskRoutes: Mounted[] = [
  serve(contract.listTasks, listTasks),
  serve(contract.countTasks, (ctx) => taskCounts(ctx)),
  serve(contract.listTaskBells, async (ctx) => ({ items: await bellsOf(ctx) })),
  serve(contract.readTask, (ctx, { params }) => readTask(ctx, params)),
  serve(contract.createTask, createTask),
  serve(contract.changeTask, changeTask),
  serve(contract.finishTask, finishTask),
  serve(contract.settleTaskBell, settleTaskBell),
  serve(contract.commentTask, commentTask),
  serve(contract.dropTask, (ctx, { params }) => dropTask(ctx, params)),
];

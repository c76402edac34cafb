import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { endTaskWork } from '../routing/index.ts';
import { dropBells, lockOwn, tellTask, updateTask } from './store.ts';

/** Removes a task; its row stays, out of every list. Throws `not_found`, `forbidden`. */
export async function dropTask(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  permit(ctx.actor, 'tasks.write');
  const task = await lockOwn(ctx, id);
  await updateTask(ctx, id, { deleted_at: ctx.clock.now() });
  await dropBells(ctx, id);
  await endTaskWork(ctx, id, 'task_dropped');
  tellTask(ctx, task, 'dropped');
  ctx.audit({ action: 'task.dropped', subject: { kind: 'task', id } });
  return { ok: true };
}

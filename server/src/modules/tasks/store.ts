import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { forbidden, found } from '../../kernel/errors.ts';
import { mayChange, seesTask } from './sight.ts';

/** Writes of tasks. */

export type LockedTask = {
  id: string;
  title: string;
  description: string;
  dueAt: Date | null;
  dueDay: boolean;
  remindAt: Date | null;
  repeats: string | null;
  repeated: boolean;
  anchor: number | null;
  teamId: string | null;
  conversationId: string | null;
  customerId: string | null;
  dealId: string | null;
  doneAt: Date | null;
  mayChange: boolean;
  personIds: string[];
};

/** A task the actor sees, held until the end of the transaction. Throws `not_found`. */
export async function lockTask(ctx: Ctx, id: string): Promise<LockedTask> {
  const { rows } = await sql<Omit<LockedTask, 'personIds'>>`
    SELECT t.id, t.title, t.description, t.due_at AS "dueAt", t.due_day AS "dueDay", t.remind_at AS "remindAt", t.repeats,
      t.repeated, t.anchor, t.team_id AS "teamId", t.conversation_id AS "conversationId", t.customer_id AS "customerId",
      t.deal_id AS "dealId", t.done_at AS "doneAt", ${mayChange(ctx)} AS "mayChange"
    FROM tasks t WHERE t.org_id = ${ctx.orgId} AND t.id = ${id} AND t.deleted_at IS NULL AND ${seesTask(ctx)}
    FOR UPDATE OF t`.execute(ctx.db);
  const task = found(rows[0], 'task');
  const people = await ctx.db
    .selectFrom('task_people')
    .select('person_id')
    .where('org_id', '=', ctx.orgId)
    .where('task_id', '=', id)
    .orderBy('person_id')
    .execute();
  return { ...task, personIds: people.map(({ person_id }) => person_id) };
}

/** The same for who wants to change it: 403 for who only sees it. */
export async function lockOwn(ctx: Ctx, id: string): Promise<LockedTask> {
  const task = await lockTask(ctx, id);
  if (!task.mayChange) throw forbidden('tasks.manage');
  return task;
}

export type NewTask = {
  id: string;
  title: string;
  description: string;
  due_at: Date | null;
  due_day: boolean;
  remind_at: Date | null;
  repeats: string | null;
  anchor: number | null;
  team_id: string | null;
  conversation_id: string | null;
  customer_id: string | null;
  deal_id: string | null;
};

/** Whether it was not there yet; else nothing is done. A copy that comes at the same moment waits for the first. */
export async function insertTask(ctx: Ctx, made: NewTask, personIds: readonly string[]): Promise<boolean> {
  const now = ctx.clock.now();
  const row = await ctx.db
    .insertInto('tasks')
    .values({
      org_id: ctx.orgId,
      ...made,
      created_kind: ctx.actor.kind,
      created_by: ctx.actor.id,
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.columns(['org_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await putPeople(ctx, made.id, personIds);
  if (made.remind_at) ctx.afterCommit(() => ctx.bus.wake('reminders'));
  return true;
}

/** Who is responsible from now on; bells of who is not any more are put away. */
export async function putPeople(ctx: Ctx, taskId: string, personIds: readonly string[]): Promise<void> {
  const ids = [...new Set(personIds)];
  await ctx.db
    .deleteFrom('task_people')
    .where('org_id', '=', ctx.orgId)
    .where('task_id', '=', taskId)
    .execute();
  if (ids.length === 0) return;
  await ctx.db
    .insertInto('task_people')
    .values(ids.map((person_id) => ({ org_id: ctx.orgId, task_id: taskId, person_id })))
    .execute();
}

export type TaskChange = Partial<{
  title: string;
  description: string;
  due_at: Date | null;
  due_day: boolean;
  remind_at: Date | null;
  reminded_at: Date | null;
  repeats: string | null;
  repeated: boolean;
  anchor: number | null;
  team_id: string | null;
  done_at: Date | null;
  done_by: string | null;
  deleted_at: Date;
}>;

export async function updateTask(ctx: Ctx, id: string, change: TaskChange): Promise<void> {
  await ctx.db
    .updateTable('tasks')
    .set({ ...change, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  if (change.remind_at) ctx.afterCommit(() => ctx.bus.wake('reminders'));
}

/** Reminders of a task nobody needs any more. */
export async function dropBells(ctx: Ctx, taskId: string, personIds?: readonly string[]): Promise<void> {
  if (personIds?.length === 0) return;
  let query = ctx.db.deleteFrom('task_bells').where('org_id', '=', ctx.orgId).where('task_id', '=', taskId);
  if (personIds) query = query.where('person_id', 'in', personIds);
  await query.execute();
}

type About = { id: string; customerId: string | null; conversationId: string | null };

export function tellTask(ctx: Ctx, { id: taskId, customerId, conversationId }: About, what: string): void {
  ctx.emit({ name: 'task.changed', facts: { taskId, customerId, conversationId, what } });
}

import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { loadQueues } from '../intake/facts.ts';
import { type ItemRow, itemOf, noHandOver } from '../rows/item.ts';
import { lockItems } from '../rows/lock.ts';
import { insertItem, storeMoves } from '../rows/moves.ts';
import { type QueueRow, queueOf, settingsOf, urgencyIn } from '../rows/queue.ts';

/**
 * Tasks as work: one that is put into a queue has an item there, deferred and of the channel `task`, until it is done, dropped
 * or taken out. Whoever calls these holds the task's row.
 */

export type RoutedTask = { id: string; dueAt: Date | null; personIds: readonly string[] };
export const taskChannel = 'task';

/** Throws `not_found` unless the queue stands. */
const standing = async (ctx: Ctx, id: string): Promise<QueueRow> =>
  found((await loadQueues(ctx)).byId.get(id), 'queue');

/** The open item of a task, locked; null: it is in no queue. */
async function openItemOf(ctx: Ctx, taskId: string): Promise<ItemRow | null> {
  const { rows } = await sql<{ id: string }>`SELECT w.id FROM work_items w
    WHERE w.org_id = ${ctx.orgId} AND w.task_id = ${taskId} AND w.done_at IS NULL`.execute(ctx.db);
  const [row] = rows;
  return row ? ((await lockItems(ctx, [row.id])).get(row.id) ?? null) : null;
}

/** Puts a task that is open into a queue: new there, or moved from another one. Throws `not_found`. */
export async function putTaskWork(ctx: Ctx, task: RoutedTask, queueId: string): Promise<void> {
  const queue = await standing(ctx, queueId);
  const item = await openItemOf(ctx, task.id);
  if (item === null) await enter(ctx, { task, queue, preferredId: await soleAgent(ctx, task) });
  else if (item.queue_id !== queueId) await move(ctx, { item, task, queue });
}

/** Its due date is the deadline of its work. */
export async function dueTaskWork(ctx: Ctx, { id, dueAt }: RoutedTask): Promise<void> {
  const item = await openItemOf(ctx, id);
  if (!item || item.deadline?.getTime() === dueAt?.getTime()) return;
  const after = await placed(ctx, { ...item, deadline: dueAt });
  const at = ctx.clock.now();
  await storeMoves(ctx, [{ before: item, after, spells: [], why: 'changed' }], { at, by: null });
}

/** It is done, dropped or taken out of its queue. Answers the queue it was in, null where it was in none. */
export async function endTaskWork(
  ctx: Ctx,
  taskId: string,
  why: 'task_done' | 'task_dropped' | 'taken_out',
): Promise<string | null> {
  const item = await openItemOf(ctx, taskId);
  if (!item) return null;
  const at = ctx.clock.now();
  // Who was only asked has had nothing to do with it.
  const agent_id = item.state === 'offered' ? null : item.agent_id;
  const after: ItemRow = { ...item, state: 'done', done_at: at, agent_id };
  await storeMoves(ctx, [{ before: item, after, spells: [], why }], { at, by: null });
  return item.queue_id;
}

/** It is to be done after all: back where it was when it was done, first for who did it. */
export async function reopenTaskWork(ctx: Ctx, task: RoutedTask): Promise<void> {
  const { rows } = await sql<{ queue_id: string; agent_id: string | null; ended: string | null }>`
    SELECT w.queue_id, w.agent_id, (SELECT s.ended FROM work_spells s WHERE s.org_id = w.org_id AND s.item_id = w.id
      ORDER BY s.from_at DESC, s.to_at DESC LIMIT 1) AS ended
    FROM work_items w WHERE w.org_id = ${ctx.orgId} AND w.task_id = ${task.id}
    ORDER BY w.created_at DESC, w.id DESC LIMIT 1`.execute(ctx.db);
  const [last] = rows;
  if (last?.ended !== 'task_done') return;
  const queue = (await loadQueues(ctx)).byId.get(last.queue_id);
  if (queue) await enter(ctx, { task, queue, preferredId: last.agent_id ?? (await soleAgent(ctx, task)) });
}

/** The one person named in it, where that is an agent: they are asked first. */
async function soleAgent(ctx: Ctx, { personIds }: RoutedTask): Promise<string | null> {
  const [only, other] = personIds;
  if (only === undefined || other !== undefined) return null;
  const row = await ctx.db
    .selectFrom('agents')
    .select('person_id')
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', only)
    .where('active', '=', true)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** What a queue asks for, and as how many items it counts each. */
function asksOf(queue: QueueRow): Pick<ItemRow, 'skills' | 'weight'> {
  const { skills, weight } = settingsOf(queue);
  return { skills: skills.map(({ skillId, level }) => ({ skill: skillId, level })), weight };
}

type Entering = { task: RoutedTask; queue: QueueRow; preferredId: string | null };

async function enter(ctx: Ctx, { task, queue, preferredId }: Entering): Promise<void> {
  const at = ctx.clock.now();
  const item: ItemRow = {
    ...{ id: ctx.ids.uuid(), kind: 'task', class: 'deferred', channel: taskChannel, queue_id: queue.id },
    ...{ conversation_id: null, priority: 0, pausable: true, ...asksOf(queue) },
    ...{ arrived_at: at, deadline: task.dueAt, preferred_id: preferredId, state: 'waiting', agent_id: null },
    ...{
      since: null,
      until: null,
      waiting_since: at,
      attempts: 0,
      tried: [],
      steps_told: 0,
      grace_until: null,
    },
    ...{ urgency: 0, escalated_at: null, left_by: null, silent_from: null, version: 1, created_at: at },
    ...{ done_at: null, ...noHandOver, task_id: task.id },
  };
  await insertItem(ctx, { ...item, urgency: urgencyIn(itemOf(item), queueOf(queue)) }, 'arrived');
}

async function move(
  ctx: Ctx,
  { item, task, queue }: { item: ItemRow; task: RoutedTask; queue: QueueRow },
): Promise<void> {
  const at = ctx.clock.now();
  const had = item.state === 'active' || item.state === 'paused' ? item.agent_id : item.left_by;
  const after = await placed(ctx, {
    ...item,
    ...{
      queue_id: queue.id,
      ...asksOf(queue),
      deadline: task.dueAt,
      preferred_id: null,
      left_by: had,
    },
    ...{ state: 'waiting', agent_id: null, since: null, until: null, tried: [], grace_until: null },
    ...{ waiting_since: at, steps_told: 0, escalated_at: null },
  });
  const why = 'moved';
  const spells = [{ what: 'waiting', agentId: null, why }] as const;
  await storeMoves(ctx, [{ before: item, after, spells, why }], { at, by: null });
}

/** The row with the urgency it has in its queue. */
async function placed(ctx: Ctx, item: ItemRow): Promise<ItemRow> {
  const queue = (await loadQueues(ctx)).byId.get(item.queue_id);
  return queue ? { ...item, urgency: urgencyIn(itemOf(item), queueOf(queue)) } : item;
}

import type { Ctx } from '../../../kernel/ctx.ts';
import { insertMany, jsonOf } from '../../../kernel/db/bulk.ts';
import { handOver } from '../../conversations/index.ts';
import { beginsAt } from './begins-at.ts';
import { type ItemRow, isHandOver, written } from './item.ts';

/** A stretch that begins: where the item is from now on, and how it came there. */
export type Spell = {
  what: 'waiting' | 'offered' | 'active' | 'paused';
  agentId: string | null;
  why: string;
};

/** A change of one item: the row it leads from, the row it leads to, and what it went through at that moment. */
export type Move = {
  before: ItemRow;
  after: ItemRow;
  spells: readonly Spell[];
  why: string;
  /** End of the wrap-up that begins with the end of the item. */
  wrapUntil?: Date | null;
  /** What the agent said to it. */
  words?: string;
};

export type Moving = {
  at: Date;
  /** The router that decides; null: a person, or what happened in the conversation. */
  by: string | null;
};

const names = Object.keys(written) as (keyof typeof written)[];
const typed = names.map((name) => `${name} ${written[name]}`).join(', ');
const update = `UPDATE work_items w SET version = w.version + 1, ${names.map((name) => `${name} = r.${name}`).join(', ')}
  FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, version int4, ${typed})
  WHERE w.org_id = $1 AND w.id = r.id AND w.version = r.version AND w.done_at IS NULL RETURNING w.id`;
const close = `UPDATE work_spells s SET to_at = greatest(s.from_at, $3::timestamptz), ended = r.ended, words = r.words
  FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, ended text, words text)
  WHERE s.org_id = $1 AND s.item_id = r.id AND s.to_at IS NULL RETURNING s.item_id, s.to_at`;
const spellColumns = {
  id: 'uuid',
  item_id: 'uuid',
  what: 'text',
  queue_id: 'uuid',
  agent_id: 'uuid',
  from_at: 'timestamptz',
  to_at: 'timestamptz',
  why: 'text',
  ended: 'text',
};

/**
 * Stores changes of items where the rows still are what they lead from (compare-and-set on the version), with their
 * history, and tells the log. Answers the ids that were stored: the others were changed by somebody else.
 */
export async function storeMoves(ctx: Ctx, moves: readonly Move[], { at, by }: Moving): Promise<Set<string>> {
  if (moves.length === 0) return new Set();
  const rows = moves.map(({ before, after }) => ({
    ...Object.fromEntries(names.map((name) => [name, after[name]])),
    id: before.id,
    version: before.version,
  }));
  const result = await ctx.client.query<{ id: string }>({
    name: 'store_work_moves',
    text: update,
    values: [ctx.orgId, jsonOf(rows)],
  });
  const stored = new Set(result.rows.map(({ id }) => id));
  const done = moves.filter(({ before }) => stored.has(before.id));
  await keepHistory(ctx, done, at);
  for (const move of done) tell(ctx, move, by);
  for (const move of done) if (isHandOver(move.before)) await followGuest(ctx, move);
  await tellTasks(
    ctx,
    done.filter(goesElsewhere).flatMap(({ before }) => before.task_id ?? []),
  );
  return stored;
}

/** Who is asked to take over sees the conversation for as long as they are asked. */
async function followGuest(ctx: Ctx, { before, after }: Move): Promise<void> {
  const asked = ({ state, agent_id }: ItemRow): string | null => (state === 'offered' ? agent_id : null);
  const guestId = asked(after);
  if (guestId === asked(before) || after.conversation_id === null) return;
  await handOver(ctx, { conversationId: after.conversation_id, guestId });
  if (guestId !== null) tellHandOver(ctx, after, { state: 'offered', toId: guestId });
}

const goesElsewhere = ({ before, after }: Move): boolean =>
  before.agent_id !== after.agent_id || before.queue_id !== after.queue_id || after.state === 'done';

/** Says that tasks are with somebody else now, or in another queue: lists of tasks show it. */
async function tellTasks(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const tasks = await ctx.db
    .selectFrom('tasks')
    .select(['id', 'customer_id', 'conversation_id'])
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', [...ids])
    .execute();
  for (const { id: taskId, customer_id: customerId, conversation_id: conversationId } of tasks)
    ctx.emit({ name: 'task.changed', facts: { taskId, customerId, conversationId, what: 'moved' } });
}

/** Says what became of a hand-over. */
export function tellHandOver(
  ctx: Ctx,
  item: ItemRow,
  { state, toId }: { state: string; toId: string | null },
): void {
  const { id: itemId, conversation_id: conversationId, left_by: fromId, queue_id: queueId } = item;
  if (conversationId === null || fromId === null) return;
  ctx.emit({ name: 'hand_over.changed', facts: { conversationId, itemId, fromId, toId, queueId, state } });
}

async function keepHistory(ctx: Ctx, moves: readonly Move[], at: Date): Promise<void> {
  const moved = moves.filter(({ spells, after }) => spells.length > 0 || after.state === 'done');
  if (moved.length === 0) return;
  const ends = moved.map(({ before, spells, why, words = null }) => ({
    ...{ id: before.id, words },
    ended: spells[0]?.why ?? why,
  }));
  const { rows } = await ctx.client.query<{ item_id: string; to_at: Date }>({
    ...{ name: 'close_work_spells', text: close, values: [ctx.orgId, jsonOf(ends), at] },
  });
  const closedAt = new Map(rows.map((row) => [row.item_id, row.to_at]));
  await insertSpells(
    ctx,
    moved.flatMap((move) => spellRows(ctx, move, beginsAt(closedAt.get(move.before.id), at))),
  );
}

function spellRows(ctx: Ctx, { after, spells, wrapUntil }: Move, at: Date): Record<string, unknown>[] {
  const own = { item_id: after.id, queue_id: after.queue_id, from_at: at };
  const rows = spells.map(({ what, agentId, why }, index) => {
    const next = spells[index + 1];
    const end = next || after.state === 'done' ? { to_at: at, ended: next?.why ?? 'done' } : {};
    return { ...own, id: ctx.ids.uuid(), what, agent_id: agentId, why, ...end };
  });
  if (!wrapUntil) return rows;
  const wrap = { what: 'wrap_up', agent_id: after.agent_id, why: 'done', to_at: wrapUntil };
  return [...rows, { ...own, id: ctx.ids.uuid(), ...wrap }];
}

const insertSpells = (ctx: Ctx, rows: readonly Record<string, unknown>[]): Promise<number> =>
  insertMany(ctx.client, { table: 'work_spells', columns: spellColumns, orgId: ctx.orgId }, rows);

function tell(ctx: Ctx, { before, after, why }: Move, by: string | null): void {
  const done = after.state === 'done';
  const agentId = done ? null : after.agent_id;
  ctx.emit({
    name: 'work.changed',
    facts: {
      conversationId: after.conversation_id,
      itemId: after.id,
      queueId: after.queue_id,
      state: after.state,
      agentId,
      formerId: before.agent_id === agentId ? null : before.agent_id,
      why,
      by,
    },
  });
}

/** Puts a new item into the rows, with the stretch it begins with. */
export async function insertItem(ctx: Ctx, item: ItemRow, why: string): Promise<void> {
  const { skills, tried, ...plain } = item;
  await ctx.db
    .insertInto('work_items')
    .values({ org_id: ctx.orgId, ...plain, skills: JSON.stringify(skills), tried: JSON.stringify(tried) })
    .execute();
  const what = item.state as Spell['what'];
  const own = { id: ctx.ids.uuid(), item_id: item.id, queue_id: item.queue_id };
  await insertSpells(ctx, [{ ...own, what, agent_id: item.agent_id, from_at: item.created_at, why }]);
  tell(ctx, { before: { ...item, agent_id: null }, after: item, spells: [], why }, null);
}

import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, found, notFound, refused } from '../../../kernel/errors.ts';
import { handOver } from '../../conversations/index.ts';
import { completeHandOver } from '../hand-over/complete.ts';
import { endHandOverOf } from '../hand-over/end.ts';
import { forgetMissed } from '../rows/agent.ts';
import { type ItemRow, isHandOver } from '../rows/item.ts';
import {
  type Load,
  type LockedAgent,
  loadsOf,
  lockAgents,
  lockConversations,
  lockItems,
  lockTask,
} from '../rows/lock.ts';
import { type Move, storeMoves } from '../rows/moves.ts';
import { namesFor } from '../rows/names.ts';

/** A command's item, locked with its conversation and the agents it is about. */
export type Hold = {
  item: ItemRow;
  agents: ReadonlyMap<string, LockedAgent>;
  loads: ReadonlyMap<string, Load>;
  at: Date;
};

/** Who commands is a person: keys have no hands. */
export function personId(ctx: Ctx): string {
  if (ctx.actor.kind !== 'person') throw refused('Only a person can do this.');
  return ctx.actor.id;
}

export const taken = (): Failure => new Failure('taken', 'Somebody else was quicker, or it is over.');
export const noCapacity = (): Failure => new Failure('no_capacity', 'There is no room for it.');

/** Locks an open item. Throws `not_found`, and `taken` where it is done. */
export async function holdWork(ctx: Ctx, id: string, people: readonly string[]): Promise<Hold> {
  const row = found(
    await ctx.db
      .selectFrom('work_items')
      .select(['conversation_id', 'task_id', 'agent_id'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .executeTakeFirst(),
    'item of work',
  );
  if (row.conversation_id) await lockConversations(ctx, [row.conversation_id]);
  if (row.task_id) await lockTask(ctx, row.task_id);
  const named = [...new Set([...people, ...(row.agent_id ? [row.agent_id] : [])])];
  const agents = await lockAgents(ctx, named);
  const item = (await lockItems(ctx, [id])).get(id);
  if (!item) throw taken();
  return { item, agents, loads: await loadsOf(ctx, named), at: ctx.clock.now() };
}

/** Whether an agent has room for an item that is not theirs yet. */
export function hasRoom({ item, agents, loads }: Hold, agentId: string): boolean {
  const [agent, load] = [agents.get(agentId), loads.get(agentId)];
  if (!agent || !load) return false;
  const own = item.agent_id === agentId ? item.weight : 0;
  return load[item.class] - own + item.weight <= agent.capacity[item.class];
}

/** Hands an item to an agent: it is theirs from now on, and the conversation with it. Throws `no_capacity`. */
export async function give(ctx: Ctx, hold: Hold, to: { agentId: string; why: string }): Promise<void> {
  const { item, at } = hold;
  if (!hold.agents.has(to.agentId)) throw notFound('agent');
  if (!hasRoom(hold, to.agentId)) throw noCapacity();
  if (isHandOver(item)) {
    if (!(await completeHandOver(ctx, item, { agentId: to.agentId, at }))) throw taken();
    return;
  }
  const had = item.state === 'active' || item.state === 'paused' ? item.agent_id : item.left_by;
  const after: ItemRow = {
    ...item,
    ...{ state: 'active', agent_id: to.agentId, since: at, until: null, tried: [], grace_until: null },
    left_by: had === to.agentId ? item.left_by : had,
  };
  const spells = [{ what: 'active', agentId: to.agentId, why: to.why }] as const;
  await save(ctx, hold, { before: item, after, spells, why: to.why });
  await forgetMissed(ctx, to.agentId);
  if (item.conversation_id === null) return;
  const values = await namesFor(ctx, { agent: to.agentId, queue: item.queue_id });
  const note = { code: 'routed', values };
  await handOver(ctx, { conversationId: item.conversation_id, assigneeId: to.agentId, note });
  // What its former holder had asked of somebody is over.
  await endHandOverOf(ctx, item.conversation_id, { end: 'overtaken', at });
}

/** Stores a change of a locked item. */
export async function save(ctx: Ctx, { at }: Hold, move: Move): Promise<void> {
  const stored = await storeMoves(ctx, [move], { at, by: null });
  if (stored.size === 0) throw taken();
}

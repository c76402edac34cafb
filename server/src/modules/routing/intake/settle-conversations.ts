import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { deadlinesOf } from '../../agreements/index.ts';
import { handOver } from '../../conversations/index.ts';
import { endHandOver } from '../hand-over/end.ts';
import { partition, stands } from '../hand-over/rules.ts';
import { columns, type ItemRow, isHandOver } from '../rows/item.ts';
import { type ConversationFacts, loadsOf, lockAgents, lockConversations, lockItems } from '../rows/lock.ts';
import { insertItem, storeMoves } from '../rows/moves.ts';
import { startWrapUp } from '../rows/wrap-up.ts';
import { loadQueues, owedIn } from './facts.ts';
import { freshItem, isContact } from './fresh.ts';
import { lastAgentOf } from './last-agent.ts';
import { placesOf } from './places.ts';
import { count, moveFor, type Pair, type Planned, planOf } from './plan.ts';
import type { Scene } from './scene.ts';

/**
 * Brings the items of conversations up to what the conversations say now: new work, work that is done, work that was given
 * to somebody else. Twice does no harm. Locks the conversations. With `byHand` throws `no_capacity`.
 */
export async function settleConversations(
  ctx: Ctx,
  ids: readonly string[],
  { byHand = false, at = ctx.clock.now() }: { byHand?: boolean; at?: Date } = {},
): Promise<void> {
  const before = await openItems(ctx, ids);
  const queues = await loadQueues(ctx);
  if (before.length === 0 && queues.byId.size === 0) return;
  const conversations = await lockConversations(ctx, ids);
  // Read again behind the lock: only now nobody else can begin or end one.
  const open = await openItems(ctx, ids);
  const people = [...conversations.values()].map(({ assignee_id }) => assignee_id);
  const named = [...people, ...open.map(({ agent_id }) => agent_id)].filter((id) => id !== null);
  const agents = await lockAgents(ctx, [...new Set(named)]);
  const items = await lockItems(
    ctx,
    open.map(({ id }) => id),
  );
  const [asks, own] = partition([...items.values()], isHandOver);
  const byConversation = new Map(own.map((item) => [item.conversation_id, item]));
  const owed = await owedIn(ctx, [...conversations.keys()]);
  const scene: Scene = {
    ...{ at, queues, agents, byHand, owed },
    places: await placesOf(ctx, { queues, owed, conversations }),
    classOf: (channel) => ctx.ports.channels.get(channel)?.manifest.capabilities.class ?? 'deferred',
    deadlines: await deadlinesOf(ctx, [...conversations.keys()]),
    loads: await loadsOf(ctx, [...agents.keys()]),
  };
  for (const conversation of conversations.values())
    await settleOne(ctx, scene, { conversation, item: byConversation.get(conversation.id) ?? null });
  for (const ask of asks) {
    const conversation = conversations.get(ask.conversation_id ?? '');
    if (!conversation || !stands(ask, conversation)) await endHandOver(ctx, ask, { end: 'overtaken', at });
  }
}

async function openItems(ctx: Ctx, ids: readonly string[]): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`SELECT ${sql.raw(columns)} FROM work_items w
    WHERE w.org_id = ${ctx.orgId} AND w.conversation_id = ANY (${[...ids]}::uuid[]) AND w.done_at IS NULL`.execute(
    ctx.db,
  );
  return rows;
}

async function settleOne(ctx: Ctx, scene: Scene, { conversation, item }: Pair): Promise<void> {
  const plan = planOf(scene, { conversation, item });
  if (plan.do === 'enter') await enter(ctx, scene, { conversation, agentId: plan.agentId });
  else if (item) await change(ctx, scene, { conversation, item, plan });
}

async function enter(
  ctx: Ctx,
  scene: Scene,
  { conversation, agentId }: { conversation: ConversationFacts; agentId: string | null },
): Promise<void> {
  const { queue = null, skills = [], weight = 1 } = scene.places.get(conversation.id) ?? {};
  if (!queue) return;
  const preferredId = conversation.assignee_id ?? (await lastAgentOf(ctx, conversation.id));
  const item = freshItem(ctx, scene, { conversation, queue, skills, weight, agentId, preferredId });
  const load = agentId === null ? undefined : scene.loads.get(agentId);
  if (load) load[item.class] += item.weight;
  await insertItem(ctx, item, agentId === null ? 'arrived' : 'returned_to');
  if (queue.team_id !== null && conversation.team_id === null)
    await handOver(ctx, { conversationId: conversation.id, teamId: queue.team_id });
}

async function change(ctx: Ctx, scene: Scene, { conversation, item, plan }: Planned): Promise<void> {
  const move = moveFor(scene, { conversation, item, plan });
  if (!move) return;
  count(scene, move);
  if (plan.do === 'end' && plan.why !== 'silent' && isContact(item))
    move.wrapUntil = await startWrapUp(ctx, scene.queues, { item, at: scene.at });
  await storeMoves(ctx, [move], { at: scene.at, by: null });
  if (move.why === 'placed') await followQueue(ctx, scene, { conversation, item: move.after });
}

/** Work that a rule put elsewhere belongs to the team of its queue, unless somebody gave it to another one. */
async function followQueue(
  ctx: Ctx,
  { queues }: Scene,
  { conversation, item }: { conversation: ConversationFacts; item: ItemRow },
): Promise<void> {
  const teams = [...queues.byId.values()].map(({ team_id }) => team_id);
  const teamId = queues.byId.get(item.queue_id)?.team_id ?? null;
  if (teamId === null || teamId === conversation.team_id || !teams.includes(conversation.team_id)) return;
  await handOver(ctx, { conversationId: conversation.id, teamId });
}

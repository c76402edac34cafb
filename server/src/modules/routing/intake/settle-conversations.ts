import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { deadlinesOf } from '../../agreements/index.ts';
import { handOver } from '../../conversations/index.ts';
import { isOnShift } from '../engine/slots.ts';
import type { WorkClass } from '../engine/types.ts';
import { endHandOver } from '../hand-over/end.ts';
import { partition, stands } from '../hand-over/rules.ts';
import { shiftAt } from '../rows/agent.ts';
import { columns, type ItemRow, isHandOver } from '../rows/item.ts';
import { type ConversationFacts, loadsOf, lockAgents, lockConversations, lockItems } from '../rows/lock.ts';
import { insertItem, type Move, storeMoves } from '../rows/moves.ts';
import { queueSilence, silentAt } from '../rows/silence.ts';
import { startWrapUp } from '../rows/wrap-up.ts';
import { loadQueues, owedIn } from './facts.ts';
import { classOf, freshItem, isContact, refreshed } from './fresh.ts';
import { lastAgentOf } from './last-agent.ts';
import { placesOf } from './places.ts';
import { type Assignee, type Plan, planFor } from './rules.ts';
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

type Pair = { conversation: ConversationFacts; item: ItemRow | null };

async function settleOne(ctx: Ctx, scene: Scene, { conversation, item }: Pair): Promise<void> {
  const assignee = standingOf(scene, conversation.assignee_id, classOf(scene, { conversation, item }));
  const facts = {
    ...{
      status: conversation.status,
      merged: conversation.merged,
      waits: conversation.waiting_since !== null,
    },
    ...{
      owed: scene.owed.has(conversation.id),
      assigneeId: conversation.assignee_id,
      routed: (scene.places.get(conversation.id)?.queue ?? null) !== null,
    },
    silent: item !== null && isSilent(scene, item),
  };
  const held = item && item.state !== 'done' ? asHeld(item) : null;
  const plan = handed(planFor(facts, held, assignee), { scene, assignee, item, conversation });
  if (plan.do === 'enter') await enter(ctx, scene, { conversation, agentId: plan.agentId });
  else if (item) await change(ctx, scene, { conversation, item, plan });
}

/** Whether a contact has been answered for so long that it no longer takes the agent's place. */
function isSilent({ queues, at }: Scene, item: ItemRow): boolean {
  const queue = queues.byId.get(item.queue_id);
  const due = queue && silentAt(item, queueSilence(queue));
  return due !== undefined && due !== null && due <= at.getTime();
}

const asHeld = (item: ItemRow) => ({
  state: item.state as 'waiting',
  ...{ agentId: item.agent_id, preferredId: item.preferred_id, class: item.class },
});

/** Given by hand: who gets it has room, or the hand is told so; who it is kept for already gets it now. */
function handed(plan: Plan, of: Pair & { scene: Scene; assignee: Assignee }): Plan {
  const { scene, assignee, item, conversation } = of;
  const to = conversation.assignee_id;
  if (!scene.byHand || to === null) return plan;
  const has = item?.agent_id === to && (item.state === 'active' || item.state === 'paused');
  const concerns = plan.do === 'enter' || (item !== null && plan.do !== 'end' && !has);
  if (!concerns) return plan;
  if (assignee === 'full') throw new Failure('no_capacity', 'This person has no room for it.', {});
  return plan.do === 'enter' ? { do: 'enter', agentId: to } : { do: 'give', agentId: to, why: 'assigned' };
}

function standingOf(scene: Scene, id: string | null, kind: WorkClass): Assignee {
  const agent = id === null ? undefined : scene.agents.get(id);
  if (!agent || id === null) return 'none';
  const load = scene.loads.get(id)?.[kind] ?? 0;
  if (load + 1 > agent.capacity[kind]) return 'full';
  const wraps = kind === 'real_time' && agent.wrap_until !== null && agent.wrap_until > scene.at;
  const { at } = scene;
  const onShift = isOnShift({ shift: shiftAt(agent, at.getTime()) }, kind, at.getTime());
  return agent.presence === 'available' && !wraps && onShift ? 'room' : 'away';
}

async function enter(
  ctx: Ctx,
  scene: Scene,
  { conversation, agentId }: { conversation: ConversationFacts; agentId: string | null },
): Promise<void> {
  const { queue = null, skills = [] } = scene.places.get(conversation.id) ?? {};
  if (!queue) return;
  const preferredId = conversation.assignee_id ?? (await lastAgentOf(ctx, conversation.id));
  const item = freshItem(ctx, scene, { conversation, queue, skills, agentId, preferredId });
  const load = agentId === null ? undefined : scene.loads.get(agentId);
  if (load) load[item.class] += item.weight;
  await insertItem(ctx, item, agentId === null ? 'arrived' : 'returned_to');
  if (queue.team_id !== null && conversation.team_id === null)
    await handOver(ctx, { conversationId: conversation.id, teamId: queue.team_id });
}

type Change = { conversation: ConversationFacts; item: ItemRow; plan: Plan };

async function change(ctx: Ctx, scene: Scene, { conversation, item, plan }: Change): Promise<void> {
  const move = moveFor(scene, { conversation, item, plan });
  if (!move) return;
  shift(scene, move);
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

/** What is counted for the next conversation of the same batch. */
function shift({ loads }: Scene, { before, after }: Move): void {
  const from = before.agent_id === null ? undefined : loads.get(before.agent_id);
  if (from) from[before.class] -= before.weight;
  const to = after.agent_id === null || after.state === 'done' ? undefined : loads.get(after.agent_id);
  if (to) to[after.class] += after.weight;
}

function moveFor(scene: Scene, { conversation, item, plan }: Change): Move | null {
  const base = refreshed(scene, { conversation, item });
  const { at } = scene;
  const waiting = { state: 'waiting', agent_id: null, since: null, until: null, grace_until: null } as const;
  if (plan.do === 'end')
    return { before: item, after: { ...base, state: 'done', done_at: at }, spells: [], why: plan.why };
  if (plan.do === 'give') {
    const { agentId, why } = plan;
    const active = { state: 'active', agent_id: agentId, since: at, until: null, grace_until: null } as const;
    const left = item.agent_id !== agentId && item.state !== 'offered' ? item.agent_id : item.left_by;
    const after: ItemRow = { ...base, ...active, tried: [], left_by: left };
    return { before: item, after, spells: [{ what: 'active', agentId, why }], why };
  }
  if (plan.do === 'free') {
    const { preferredId, why } = plan;
    const anew = { waiting_since: at, steps_told: 0, left_by: item.agent_id ?? item.left_by };
    const after = { ...base, ...waiting, ...anew, preferred_id: preferredId };
    return { before: item, after, spells: [{ what: 'waiting', agentId: null, why }], why };
  }
  const after = plan.do === 'prefer' ? { ...base, preferred_id: plan.preferredId } : base;
  if (after.queue_id !== item.queue_id) {
    const spells = [{ what: 'waiting', agentId: null, why: 'placed' }] as const;
    return { before: item, after, spells, why: 'placed' };
  }
  return same(item, after) ? null : { before: item, after, spells: [], why: 'changed' };
}

const same = (a: ItemRow, b: ItemRow): boolean => JSON.stringify(a) === JSON.stringify(b);

import type { Ctx } from '../../../kernel/ctx.ts';
import { handOver } from '../../conversations/index.ts';
import type { Agent } from '../engine/types.ts';
import { partition } from '../hand-over/rules.ts';
import { storeAsks } from '../hand-over/store-asks.ts';
import { dateOf, type ItemRow, isHandOver } from '../rows/item.ts';
import { type ConversationFacts, loadsOf, lockAgents, lockConversations, lockItems } from '../rows/lock.ts';
import { storeMoves } from '../rows/moves.ts';
import { namesFor } from '../rows/names.ts';
import { type Choice, type Stand, writeChoice, writePresence } from '../rows/presence.ts';
import { type Change, changesHands, fitting, isStray, moveOf, quickerIn } from './fitting.ts';

export type Batch = {
  at: Date;
  by: string;
  changes: Change[];
  /** Agents who let too many offers pass. */
  away: string[];
  /** What people chose on their sockets, and how they stand by it. */
  choices: Choice[];
  stands: Stand[];
  touched: Agent[];
  /** Agents whose shift has ended: the next one is to be seen. */
  shifts: string[];
};
/** Rows by id as they stand after it; the others were changed by somebody else and are read anew. */
export type Stored = {
  rows: ItemRow[];
  failed: string[];
  /** Conversations whose work says something else than they do: to be settled, in a transaction of its own. */
  stray: string[];
  /** Agents who had answered the offer that seemed to have passed: they missed nothing. */
  quicker: string[];
};

/**
 * Stores decisions in one transaction, each only where the row still stands as the router knew it, the conversation is
 * still to be had, and the agent still has room, counted from rows with the agent's row locked.
 */
export async function storeDecisions(ctx: Ctx, batch: Batch): Promise<Stored> {
  const { changes, at, by } = batch;
  const conversations = await lockConversations(
    ctx,
    changes
      .filter((one) => changesHands(one) || isHandOver(one.known))
      .flatMap(conversationOf)
      .sort(),
  );
  const given = changes.flatMap(({ item }) =>
    item.standing.state === 'waiting' ? [] : [item.standing.agent],
  );
  const people = [...batch.stands, ...batch.choices].map(({ personId }) => personId);
  const named = [...given, ...people, ...batch.away, ...batch.touched.map(({ id }) => id)];
  const agents = await lockAgents(ctx, [...new Set(named)]);
  const rows = await lockItems(
    ctx,
    changes.map(({ known }) => known.id),
  );
  const stray = changes.filter((one) => isStray(one, conversations));
  const loads = await loadsOf(ctx, [...agents.keys()]);
  const fit = fitting(changes, { rows, agents, loads, stray: new Set(stray) });
  const quicker = quickerIn(changes, rows);
  const [asks, able] = partition(fit, (one) => isHandOver(one.known));
  const asked = await storeAsks(ctx, asks, { at, by });
  const moves = able.map((change) => moveOf(change, at));
  const stored = await storeMoves(ctx, moves, { at, by });
  for (const change of able) {
    if (!stored.has(change.known.id)) continue;
    const facts = conversations.get(change.known.conversation_id ?? '');
    if (facts) await tellConversation(ctx, change, facts);
    tellEscalation(ctx, change);
  }
  await keepPeople(ctx, batch, quicker);
  const kept = [...moves.filter(({ before }) => stored.has(before.id)), ...asked];
  for (const { before } of asked) stored.add(before.id);
  return {
    rows: kept.map(({ after, before }) => ({ ...after, version: before.version + 1 })),
    failed: changes.map(({ known }) => known.id).filter((id) => !stored.has(id)),
    stray: stray.flatMap(conversationOf).sort(),
    quicker: [...quicker].sort(),
  };
}

/** What is known of people now: what they chose, how they stand, who let offers pass. */
async function keepPeople(ctx: Ctx, batch: Batch, quicker: ReadonlySet<string>): Promise<void> {
  const { at, by } = batch;
  for (const agent of batch.touched) if (!quicker.has(agent.id)) await keepAgent(ctx, agent);
  for (const choice of batch.choices) await writeChoice(ctx, choice);
  for (const stand of batch.stands) await writePresence(ctx, stand, { at, by });
  for (const id of batch.away) if (!quicker.has(id)) await setAway(ctx, id, { at, by });
  for (const personId of batch.shifts)
    ctx.emit({ name: 'agent.changed', facts: { personId, what: 'shift', by } });
}

const conversationOf = ({ known }: Change): string[] =>
  known.conversation_id ? [known.conversation_id] : [];

/** The conversation follows: to who has begun it, or back to nobody. */
async function tellConversation(ctx: Ctx, change: Change, facts: ConversationFacts): Promise<void> {
  const { known, item } = change;
  if (!changesHands(change) || known.conversation_id === null) return;
  const { standing } = item;
  if (standing.state === 'active') {
    // Whoever had it has it again: nothing that the thread should tell.
    if (facts.assignee_id === standing.agent) return;
    const names = await namesFor(ctx, { agent: standing.agent, queue: item.queue });
    const note = { code: 'routed', values: names };
    await handOver(ctx, { conversationId: known.conversation_id, assigneeId: standing.agent, note });
    return;
  }
  const { queue } = await namesFor(ctx, { agent: null, queue: item.queue });
  const note = { code: 'returned_to_queue', values: { queue } };
  await handOver(ctx, { conversationId: known.conversation_id, assigneeId: null, note });
}

function tellEscalation(ctx: Ctx, { known, decisions }: Change): void {
  const step = decisions.findLast((one) => one.type === 'step' && one.escalate);
  if (step?.type !== 'step') return;
  const { id: itemId, conversation_id: conversationId, queue_id: queueId } = known;
  ctx.emit({ name: 'work.escalated', facts: { conversationId, itemId, queueId, step: step.step } });
}

/** What the router learned of an agent by what happened: for fairness after a restart. */
async function keepAgent(ctx: Ctx, agent: Agent): Promise<void> {
  await ctx.client.query({
    name: 'keep_agent_occupancy',
    text: `UPDATE agents SET missed = $3, occupancy_real_time = $4, occupancy_deferred = $5, occupancy_at = $6
      WHERE org_id = $1 AND person_id = $2`,
    values: [
      ...[ctx.orgId, agent.id, agent.missed],
      ...[agent.occupancy.real_time, agent.occupancy.deferred, dateOf(agent.occupancyAt)],
    ],
  });
}

async function setAway(ctx: Ctx, personId: string, { at, by }: { at: Date; by: string }): Promise<void> {
  const why = { personId, reasonId: null, reason: 'missed_offers' as const };
  await writeChoice(ctx, { ...why, chosen: 'away', at });
  await writePresence(ctx, { ...why, presence: 'away' }, { at, by });
}

import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { handOver } from '../../conversations/index.ts';
import { forgetMissed } from '../rows/agent.ts';
import type { ItemRow } from '../rows/item.ts';
import { loadsOf, lockAgents, lockConversations, lockItems } from '../rows/lock.ts';
import { storeMoves, tellHandOver } from '../rows/moves.ts';
import { openItem } from './end.ts';
import { relieving } from './fate.ts';
import { introduce } from './introduce.ts';
import { stands } from './rules.ts';

type Taking = { agentId: string; at: Date };

/**
 * A hand-over is accepted: in one transaction it is over, the conversation and its work are the taker's, and the thread says
 * so. The place that was kept by the offer becomes that of the work. False where it stands no longer. The conversation, the
 * taker and the hand-over are locked by the caller.
 */
export async function completeHandOver(ctx: Ctx, ask: ItemRow, { agentId, at }: Taking): Promise<boolean> {
  const conversationId = ask.conversation_id ?? '';
  const conversation = (await lockConversations(ctx, [conversationId])).get(conversationId);
  if (!conversation || !stands(ask, conversation)) return false;
  const over: ItemRow = { ...ask, state: 'done', done_at: at };
  const stored = await storeMoves(ctx, [{ before: ask, after: over, spells: [], why: 'accepted' }], {
    at,
    by: null,
  });
  if (stored.size === 0) return false;
  const item = await openItem(ctx, conversationId);
  const fits = item === null || (await moveWork(ctx, item, { agentId, at, fromId: ask.left_by }));
  const note = { code: 'handed_over', values: await namesOf(ctx, { fromId: ask.left_by, toId: agentId }) };
  await handOver(ctx, { conversationId, assigneeId: fits ? agentId : null, note });
  tellHandOver(ctx, ask, { state: 'accepted', toId: agentId });
  await forgetMissed(ctx, agentId);
  if (ask.introduces) await introduce(ctx, { conversationId, agentId });
  return true;
}

/**
 * The work goes to the taker. Should it have become of a class they have no room for meanwhile, it keeps the first place in
 * line for them: false.
 */
async function moveWork(ctx: Ctx, known: ItemRow, to: Taking & { fromId: string | null }): Promise<boolean> {
  const { agentId, at } = to;
  const item = (await lockItems(ctx, [known.id])).get(known.id);
  if (!item) return true;
  const agent = (await lockAgents(ctx, [agentId])).get(agentId);
  const load = (await loadsOf(ctx, [agentId])).get(agentId)?.[item.class] ?? 0;
  const move = relieving(item, { ...to, load, capacity: agent?.capacity[item.class] ?? 0 });
  await storeMoves(ctx, [move], { at, by: null });
  return move.after.agent_id !== null;
}

async function namesOf(
  ctx: Ctx,
  { fromId, toId }: { fromId: string | null; toId: string },
): Promise<{ from: string | null; to: string | null }> {
  const { rows } = await sql<{ from: string | null; to: string | null }>`
    SELECT (SELECT name FROM members WHERE org_id = ${ctx.orgId} AND id = ${fromId}) AS from,
      (SELECT name FROM members WHERE org_id = ${ctx.orgId} AND id = ${toId}) AS to`.execute(ctx.db);
  return rows[0] ?? { from: null, to: null };
}

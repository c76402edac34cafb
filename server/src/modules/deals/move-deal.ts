import type { Deal, moveDeal as route, StageCategory } from '@meada/contract/routes/deals';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import {
  type DealChange,
  insertMove,
  type LockedDeal,
  type LockedStage,
  lockDeal,
  lockStage,
  rankFor,
  updateDeal,
} from './store.ts';
import { dealOf } from './views.ts';

/**
 * Moves a deal to a stage and a place in its column. Throws `not_found`, `refused`, `conflict` when somebody has moved it
 * away from where the caller saw it.
 */
export async function moveDeal(ctx: Ctx, input: Pick<Input<typeof route>, 'params' | 'body'>): Promise<Deal> {
  permit(ctx.actor, 'deals.write');
  const { id } = input.params;
  const { stageId, afterId, fromStageId, reasonId, reasonNote } = input.body;
  const deal = await lockDeal(ctx, id);
  const stage = await lockStage(ctx, stageId);
  if (fromStageId !== undefined && fromStageId !== deal.stageId)
    throw conflict('Somebody has moved this deal meanwhile.', 'body.fromStageId');
  if (reasonId !== null) await checkReason(ctx, reasonId, stage.category);
  const rank = await rankFor(ctx, { dealId: id, stageId, afterId });
  const reason = { reason_id: reasonId, reason_note: reasonNote || null };
  await updateDeal(ctx, id, { rank, ...(await intoStage(ctx, deal, { stage, reason })) });
  return dealOf(ctx, id);
}

type Into = { stage: LockedStage; reason: { reason_id: string | null; reason_note: string | null } };

/** What changes besides the place: nothing within a column, but a reason that is given. */
async function intoStage(ctx: Ctx, deal: LockedDeal, { stage, reason }: Into): Promise<DealChange> {
  const facts = { customerId: deal.customerId, dealId: deal.id };
  const said = reason.reason_id !== null || reason.reason_note !== null;
  if (stage.id === deal.stageId) {
    ctx.emit({ name: 'deal.changed', facts: { ...facts, what: said ? ['place', 'reason'] : ['place'] } });
    return said ? reason : {};
  }
  const now = ctx.clock.now();
  await insertMove(ctx, { dealId: deal.id, from: deal.stageId, to: stage.id });
  ctx.emit({
    name: 'deal.moved',
    facts: { ...facts, fromId: deal.stageId, toId: stage.id, outcome: stage.category },
  });
  return {
    ...{ stage_id: stage.id, pipeline_id: stage.pipelineId, outcome: stage.category, entered_at: now },
    closed_at: stage.category === 'open' ? null : now,
    ...reason,
  };
}

async function checkReason(ctx: Ctx, id: string, category: StageCategory): Promise<void> {
  const row = await ctx.db
    .selectFrom('deal_reasons')
    .select('outcome')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (found(row, 'reason').outcome !== category)
    throw refused('This reason is not one for such a stage.', 'body.reasonId');
}

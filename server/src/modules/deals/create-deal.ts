import type { Deal, Pipeline, createDeal as route } from '@meada/contract/routes/deals';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkNamed } from './checks.ts';
import { pipelineOf, pipelinesOf } from './pipelines/views.ts';
import { insertDeal, lockStage } from './store.ts';
import { dealOf } from './views.ts';

type Body = Input<typeof route>['body'];

/** Makes a deal, first in its column. Throws `not_found`, `refused`. */
export async function createDeal(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<Deal> {
  permit(ctx.actor, 'deals.write');
  const { body } = input;
  const { pipeline, stageId } = await placeOf(ctx, body);
  const ownerId = body.ownerId === undefined ? ownOf(ctx) : body.ownerId;
  await checkNamed(ctx, { ...body, ownerId });
  const stage = await lockStage(ctx, stageId);
  const id = ctx.ids.uuid();
  await insertDeal(ctx, stage, {
    id,
    customer_id: body.customerId,
    company_id: body.companyId,
    title: body.title,
    value: body.value,
    currency: body.currency ?? pipeline.currency,
    owner_id: ownerId,
    expected_on: body.expectedOn,
    next_step: body.nextStep || null,
    next_on: body.nextOn,
    conversation_id: body.conversationId,
    label_ids: [...new Set(body.labelIds)],
  });
  const facts = { customerId: body.customerId, dealId: id, outcome: stage.category };
  ctx.emit({ name: 'deal.created', facts });
  return dealOf(ctx, id);
}

const ownOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'person' ? ctx.actor.id : null);

/** The stage that is asked for, or the first of its pipeline, or of the first pipeline. */
async function placeOf(ctx: Ctx, body: Body): Promise<{ pipeline: Pipeline; stageId: string }> {
  if (body.stageId === undefined) {
    const pipeline = await pipelineOf(ctx, body.pipelineId);
    return { pipeline, stageId: found(pipeline.stages[0], 'stage').id };
  }
  const { stageId } = body;
  if (body.pipelineId !== undefined) await pipelineOf(ctx, body.pipelineId);
  const all = await pipelinesOf(ctx);
  const pipeline = found(
    all.find(({ stages }) => stages.some(({ id }) => id === stageId)),
    'stage',
  );
  if (body.pipelineId !== undefined && pipeline.id !== body.pipelineId)
    throw refused('This stage is of another pipeline.', 'body.stageId');
  return { pipeline, stageId };
}

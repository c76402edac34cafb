import type { ResponseOf } from '@meada/contract/route';
import type { readForecast as route } from '@meada/contract/routes/forecast';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkNamed } from './checks.ts';
import { closedBy, cycleOf, monthsAhead, passing } from './forecast-views.ts';
import { pipelineOf } from './pipelines/views.ts';

/** What is expected, what became of deals and why, and how they pass from stage to stage. Throws `not_found`. */
export async function readForecast(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.read');
  const { pipelineId, ownerId, from, to } = input.query;
  const pipeline = await pipelineOf(ctx, pipelineId);
  await checkNamed(ctx, { ownerId });
  const wanted = { pipelineId: pipeline.id, ownerId, from, to };
  return {
    pipeline,
    months: await monthsAhead(ctx, wanted),
    closed: await closedBy(ctx, wanted),
    stages: await passing(ctx, wanted),
    cycleDays: await cycleOf(ctx, wanted),
  };
}

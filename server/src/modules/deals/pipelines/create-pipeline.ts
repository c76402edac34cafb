import type { Pipeline, createPipeline as route } from '@meada/contract/routes/deals';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { ensurePipeline, insertPipeline, lockPipelines } from './store.ts';
import { pipelineOf, pipelinesOf } from './views.ts';

const pipelinesAtMost = 50;

/** Makes a pipeline. Throws `refused` for stages that make none. */
export async function createPipeline(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<Pipeline> {
  permit(ctx.actor, 'deals.manage');
  await ensurePipeline(ctx);
  await lockPipelines(ctx);
  if ((await pipelinesOf(ctx)).length >= pipelinesAtMost)
    throw refused('There are at most 50 pipelines.', 'body.name');
  if (input.body.stages.some(({ id }) => id !== undefined))
    throw refused('The stages of a new pipeline are new.', 'body.stages');
  const id = await insertPipeline(ctx, input.body);
  ctx.emit({ name: 'pipeline.changed', facts: {} });
  ctx.audit({ action: 'pipeline.created', subject: { kind: 'pipeline', id } });
  return pipelineOf(ctx, id);
}

import type { Pipeline, changePipeline as route } from '@meada/contract/routes/deals';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { lockPipelines, putStages } from './store.ts';
import { pipelineOf } from './views.ts';

/** Names a pipeline and puts its stages. Throws `not_found`, `refused`, `conflict` while deals stand in a stage that goes. */
export async function changePipeline(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Pipeline> {
  permit(ctx.actor, 'deals.manage');
  const { id } = input.params;
  await lockPipelines(ctx);
  await pipelineOf(ctx, id);
  const { name, currency } = input.body;
  await ctx.db
    .updateTable('pipelines')
    .set({ name, currency, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  await putStages(ctx, id, input.body);
  ctx.emit({ name: 'pipeline.changed', facts: {} });
  ctx.audit({ action: 'pipeline.changed', subject: { kind: 'pipeline', id } });
  return pipelineOf(ctx, id);
}

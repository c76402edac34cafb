import type { Pipeline, archivePipeline as route } from '@meada/contract/routes/deals';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { lockPipelines } from './store.ts';
import { pipelineOf, pipelinesOf } from './views.ts';

/** Archives a pipeline or takes it back; the last one stays. Throws `not_found`, `refused`. */
export async function archivePipeline(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Pipeline> {
  permit(ctx.actor, 'deals.manage');
  const { id } = input.params;
  const { archived } = input.body;
  await lockPipelines(ctx);
  const all = await pipelinesOf(ctx);
  found(
    all.find((pipeline) => pipeline.id === id),
    'pipeline',
  );
  if (archived && !all.some((pipeline) => pipeline.id !== id && !pipeline.archived))
    throw refused('One pipeline always stays.', 'body.archived');
  await ctx.db
    .updateTable('pipelines')
    .set({ archived_at: archived ? ctx.clock.now() : null, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  ctx.emit({ name: 'pipeline.changed', facts: {} });
  ctx.audit({ action: 'pipeline.archived', subject: { kind: 'pipeline', id }, facts: { archived } });
  return pipelineOf(ctx, id);
}

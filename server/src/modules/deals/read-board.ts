import type { ResponseOf } from '@meada/contract/route';
import type { readBoard as route } from '@meada/contract/routes/deals';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dealConditions } from './filter.ts';
import { pipelineOf } from './pipelines/views.ts';
import { columnPage, columnTotals } from './views.ts';

/** Cards of a column that are shown at once. */
const cardsAtOnce = 50;

/** The columns of a pipeline. Throws `not_found`. */
export async function readBoard(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.read');
  const { pipelineId, ...filter } = input.query;
  const pipeline = await pipelineOf(ctx, pipelineId);
  const conditions = await dealConditions(ctx, filter);
  const totals = await columnTotals(ctx, pipeline.id, conditions);
  const columns = [];
  for (const { id } of pipeline.stages) {
    const { count, totals: sums } = totals.get(id) ?? { count: 0, totals: [] };
    const page =
      count > 0 ? await columnPage(ctx, id, { conditions, limit: cardsAtOnce }) : { deals: [], next: null };
    columns.push({ stageId: id, count, totals: sums, deals: page.deals, next: page.next });
  }
  return { pipeline, columns };
}

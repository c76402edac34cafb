import type { readSacReport as route, SacReport } from '@meada/contract/routes/sac';
import type { SacDemand } from '@meada/contract/sac';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { factsOf } from './facts.ts';
import { requestViews } from './requests-views.ts';
import { dutiesOf } from './rules.ts';
import { demands, isLate, stretchOf } from './views.ts';

const shownAtMost = 100;
const shown = ({ id: _, ...demand }: SacDemand & { id: string }): SacDemand => demand;

/** Each duty of the decree with its evidence in a stretch of the firm's days. Throws `not_found` for a brand that is none. */
export async function readReport(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<SacReport> {
  permit(ctx.actor, 'reports.read');
  const stretch = await stretchOf(ctx, query);
  const { from, to, start, end, brandIds } = stretch;
  const order = sql`d.started_at DESC, d.id`;
  const late = await demands(ctx, stretch, { narrow: sql`AND ${isLate(ctx)}`, order, limit: shownAtMost });
  const untold = await demands(ctx, stretch, {
    narrow: sql`AND (t.how IS NULL OR (t.how = 'message' AND x.state = 'failed'))`,
    ...{ order, limit: shownAtMost },
  });
  const requests = await requestViews(
    ctx,
    sql`AND q.brand_id = ANY (${brandIds}::uuid[]) AND ((q.asked_at >= ${start} AND q.asked_at < ${end})
      OR (q.sent_at IS NULL AND q.handed_at IS NULL))`,
    shownAtMost,
  );
  return {
    ...{ from, to, madeAt: ctx.clock.now().toISOString() },
    duties: dutiesOf(await factsOf(ctx, stretch)),
    late: late.map(shown),
    untold: untold.map(shown),
    requests,
  };
}

import type { listDeals } from '@meada/contract/routes/deals';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { rootIdOf } from '../customers/index.ts';
import { checkNamed } from './checks.ts';

type Query = Input<typeof listDeals>['query'];
export type DealFilter = Partial<
  Pick<
    Query,
    | 'query'
    | 'ownerId'
    | 'unowned'
    | 'labelId'
    | 'from'
    | 'to'
    | 'overdue'
    | 'customerId'
    | 'conversationId'
    | 'outcome'
    | 'pipelineId'
  >
>;

/** What is asked of deals `d`. Throws `not_found` for a person, label, customer or conversation that is not there. */
export async function dealConditions(ctx: Ctx, filter: DealFilter): Promise<RawBuilder<unknown>[]> {
  const { ownerId, labelId, conversationId, customerId } = filter;
  await checkNamed(ctx, { ownerId, labelIds: labelId ? [labelId] : [], conversationId });
  const root = customerId ? await rootIdOf(ctx, customerId) : null;
  const tests: [unknown, () => RawBuilder<unknown>][] = [
    [filter.query, () => wordsIn(ctx, filter.query ?? '')],
    [ownerId, () => sql`d.owner_id = ${ownerId}`],
    [filter.unowned, () => sql`d.owner_id IS NULL`],
    [labelId, () => sql`${labelId}::uuid = ANY (d.label_ids)`],
    [filter.from, () => sql`${day} >= ${filter.from}::date`],
    [filter.to, () => sql`${day} <= ${filter.to}::date`],
    [filter.overdue, () => overdue(ctx)],
    [conversationId, () => sql`d.conversation_id = ${conversationId}`],
    [filter.outcome, () => sql`d.outcome = ${filter.outcome}`],
    [filter.pipelineId, () => sql`d.pipeline_id = ${filter.pipelineId}`],
    [
      root,
      () => sql`EXISTS (SELECT FROM customers g WHERE g.org_id = d.org_id AND g.canonical_id = ${root}
        AND g.id IN (d.customer_id, d.company_id))`,
    ],
  ];
  return tests.filter(([given]) => given).map(([, make]) => make());
}

/** The day a deal counts for: of closed ones the day it was closed, of open ones the day it is expected to be. */
const day = sql`coalesce((d.closed_at AT TIME ZONE (SELECT time_zone FROM organisations WHERE id = d.org_id))::date, d.expected_on)`;

/** Today where the organisation is. */
export const today = (ctx: Ctx): RawBuilder<unknown> =>
  sql`(${ctx.clock.now()}::timestamptz AT TIME ZONE (SELECT time_zone FROM organisations WHERE id = ${ctx.orgId}))::date`;

const overdue = (ctx: Ctx): RawBuilder<unknown> =>
  sql`(d.outcome = 'open' AND (d.next_on < ${today(ctx)} OR d.expected_on < ${today(ctx)}))`;

/** Every word stands in the title or in a name of the customer or the company, whatever its accents. */
function wordsIn(ctx: Ctx, text: string): RawBuilder<unknown> {
  const words = text.split(/\s+/).filter(Boolean).slice(0, 8);
  const tests = words.map(
    (word) => sql`meada_fold(d.title || ' ' || coalesce((SELECT string_agg(n.name, ' ') FROM customers o
      JOIN customers n ON n.org_id = o.org_id AND n.canonical_id = o.canonical_id
      WHERE o.org_id = ${ctx.orgId} AND o.id IN (d.customer_id, d.company_id)), ''))
      LIKE '%' || meada_like(meada_fold(${word})) || '%'`,
  );
  return sql.join([sql`true`, ...tests], sql` AND `);
}

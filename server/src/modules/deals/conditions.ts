import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import {
  type ConditionKind,
  countTest,
  daysBack,
  listOf,
  not,
  numberOf,
  type Scope,
  someMember,
} from '../segments/index.ts';

const area = 'deal';

const dealt = (scope: Scope, where: RawBuilder<unknown>, having?: RawBuilder<unknown>): RawBuilder<unknown> =>
  someMember(scope, {
    join: sql`JOIN deals d ON d.org_id = m.org_id AND d.customer_id = m.id AND d.deleted_at IS NULL`,
    where,
    ...(having ? { having } : {}),
  });

/** Stages in use, with the pipeline they are of. */
async function stageOptions(ctx: Ctx) {
  const { rows } = await sql<{ name: string; label: string }>`
    SELECT s.id AS name, p.name || ' · ' || s.name AS label
    FROM stages s JOIN pipelines p ON p.org_id = s.org_id AND p.id = s.pipeline_id
    WHERE s.org_id = ${ctx.orgId} AND s.archived_at IS NULL AND p.archived_at IS NULL
    ORDER BY p.position, p.id, s.position`.execute(ctx.db);
  return rows;
}

const outcomes = ['open', 'won', 'lost'];
/** Made (open) or closed within the days. */
const lately = (days: number | undefined, scope: Scope): RawBuilder<unknown> =>
  days === undefined ? sql`true` : sql`coalesce(d.closed_at, d.created_at) > ${daysBack(scope, days)}`;

/** What segments may ask of the deals of a customer. Sums are of one currency at a time: the one that is said, else any may reach the bound. */
export const dealKinds: readonly ConditionKind[] = [
  {
    ...{ kind: 'deal.count', area, windowed: true },
    is: { at_least: 'number', at_most: 'number' },
    holds: (leaf, scope) =>
      countTest(leaf, (number) => dealt(scope, lately(leaf.days, scope), sql`count(*) >= ${number}`)),
  },
  {
    ...{ kind: 'deal.stage', area },
    is: { any: 'options', none: 'options' },
    options: stageOptions,
    holds: (leaf, scope) => {
      const test = dealt(scope, sql`d.stage_id = ANY (${listOf(leaf)}::uuid[])`);
      return leaf.is === 'none' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'deal.outcome', area, windowed: true },
    is: { any: 'options', none: 'options' },
    options: async () => outcomes.map((name) => ({ name, label: '' })),
    holds: (leaf, scope) => {
      const test = dealt(
        scope,
        sql`d.outcome = ANY (${listOf(leaf)}::text[]) AND ${lately(leaf.days, scope)}`,
      );
      return leaf.is === 'none' ? not(test) : test;
    },
  },
  ...(['open', 'won'] as const).map(
    (outcome): ConditionKind => ({
      ...{ kind: `deal.value_${outcome}`, area, windowed: true, priced: true },
      is: { at_least: 'money', at_most: 'money' },
      holds: (leaf, scope) => {
        const number = Math.trunc(numberOf(leaf));
        const over = (least: number): RawBuilder<unknown> => sql`r.id IN (
          SELECT t.root FROM (SELECT m.canonical_id AS root FROM customers m
            JOIN deals d ON d.org_id = m.org_id AND d.customer_id = m.id AND d.deleted_at IS NULL
            WHERE m.org_id = ${scope.ctx.orgId} AND ${scope.only(sql`m.canonical_id`)} AND d.outcome = ${outcome}
              AND ${lately(leaf.days, scope)} AND ${leaf.currency ? sql`d.currency = ${leaf.currency}` : sql`true`}
            GROUP BY m.canonical_id, d.currency HAVING sum(d.value) >= ${least}) t)`;
        if (leaf.is === 'at_most') return not(over(number + 1));
        return number <= 0 ? sql`true` : over(number);
      },
    }),
  ),
];

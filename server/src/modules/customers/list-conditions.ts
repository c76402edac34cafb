import type { listCustomers } from '@meada/contract/routes/customers';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { fieldConditions } from './fields/filter.ts';
import { groupKind } from './refs.ts';
import { findCustomers } from './search.ts';

/** What a list of customers is narrowed to. */
export type CustomerFilter = Omit<Input<typeof listCustomers>['query'], 'cursor' | 'limit'>;

/** What a list asks of canonical customers `r`: of any record of the group where it is theirs together. */
export async function listConditions(
  ctx: Ctx,
  { query, kind, labelId, blocked, segmentId, fields }: CustomerFilter,
): Promise<RawBuilder<unknown>[]> {
  const anyone = (test: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(SELECT m.canonical_id FROM customers m WHERE m.org_id = ${ctx.orgId} AND ${test})`;
  const isBlocked = anyone(sql`m.blocked_at IS NOT NULL`);
  // What the merged record shows: looked at closer only where some record of the group is a company.
  const isCompany = sql`(r.id IN ${anyone(sql`m.kind = 'company'`)} AND ${groupKind} = 'company')`;
  const only = query ? await findCustomers(ctx, query) : null;
  return [
    ...(only ? [sql`r.id = ANY(${only}::uuid[])`] : []),
    ...(kind ? [kind === 'company' ? isCompany : sql`NOT ${isCompany}`] : []),
    ...(labelId
      ? [sql`r.id IN ${anyone(sql`m.id IN (SELECT meada_labelled_customers(${labelId}::uuid, NULL))`)}`]
      : []),
    ...(blocked ? [blocked === 'true' ? sql`r.id IN ${isBlocked}` : sql`r.id NOT IN ${isBlocked}`] : []),
    ...(segmentId
      ? [
          sql`r.id IN (SELECT s.customer_id FROM segment_members s WHERE s.org_id = ${ctx.orgId} AND s.segment_id = ${segmentId})`,
        ]
      : []),
    ...(fields ? await fieldConditions(ctx, fields) : []),
  ];
}

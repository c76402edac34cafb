import type { Customer, undoMerge as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { unmerge } from './merge.ts';
import { lockIdentities, rootIdOf } from './store.ts';
import { customerOf } from './views.ts';

/** Undoes a merge of this customer's group (LESSONS 47: of no other). Throws `not_found`, `conflict`. */
export async function undoMerge(ctx: Ctx, input: Pick<Input<typeof route>, 'params'>): Promise<Customer> {
  permit(ctx.actor, 'customers.merge');
  const { id, mergeId } = input.params;
  await lockIdentities(ctx);
  const root = await rootIdOf(ctx, id);
  const merge = await ctx.db
    .selectFrom('customer_merges')
    .select(['from_id', 'into_id'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', mergeId)
    .executeTakeFirst();
  const sides = merge ? [await rootIdOf(ctx, merge.from_id), await rootIdOf(ctx, merge.into_id)] : [];
  if (!sides.includes(root)) throw notFound('merge');
  await unmerge(ctx, { mergeId });
  return customerOf(ctx, id);
}

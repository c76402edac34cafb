import type { dropMember as route } from '@meada/contract/routes/companies';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { tell } from './tell.ts';
import { companyRoot, memberOf } from './views.ts';

/** Takes somebody off a company as if they had never been of it. Throws `not_found`. */
export async function dropMember(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'customers.write');
  const companyId = await companyRoot(ctx, input.params.id);
  const { tieId } = input.params;
  const { customerId } = await memberOf(ctx, companyId, tieId);
  await ctx.db
    .deleteFrom('company_members')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', tieId)
    .execute();
  tell(ctx, { companyId, customerId, tieId, what: 'dropped' });
  return { ok: true };
}

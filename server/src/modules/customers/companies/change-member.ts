import type { CompanyTie, changeMember as route } from '@meada/contract/routes/companies';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { tell } from './tell.ts';
import { companyRoot, memberOf } from './views.ts';

/** Changes role and time of somebody of a company. Throws `not_found`, `refused`, `conflict`. */
export async function changeMember(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CompanyTie> {
  permit(ctx.actor, 'customers.write');
  const companyId = await companyRoot(ctx, input.params.id);
  const { tieId } = input.params;
  const { tie, customerId } = await memberOf(ctx, companyId, tieId);
  const next = { role: tie.role, joinedOn: tie.joinedOn, leftOn: tie.leftOn, ...input.body };
  if (next.joinedOn && next.leftOn && next.leftOn < next.joinedOn)
    throw refused('Nobody leaves before they join.', 'body.leftOn');
  await ctx.db
    .updateTable('company_members')
    .set({ role: next.role, joined_on: next.joinedOn, left_on: next.leftOn })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', tieId)
    .execute()
    .catch((error: unknown) => {
      throw isDouble(error) ? conflict('They are of this company again already.', 'body.leftOn') : error;
    });
  const left = next.leftOn !== null && tie.leftOn === null;
  tell(ctx, { companyId, customerId, tieId, what: left ? 'left' : 'changed' });
  return (await memberOf(ctx, companyId, tieId)).tie;
}

import type { CompanyTie, addMember as route } from '@meada/contract/routes/companies';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { tell } from './tell.ts';
import { companyRoot, memberOf, tiesOf } from './views.ts';

/** Says that a customer is of a company. Throws `not_found`, `refused`, `conflict` for who is of it already. */
export async function addMember(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CompanyTie> {
  permit(ctx.actor, 'customers.write');
  const companyId = await companyRoot(ctx, input.params.id);
  const { customerId, role, joinedOn, source } = input.body;
  const memberRoot = await rootIdOf(ctx, customerId);
  if (memberRoot === companyId) throw refused('A company is not of itself.', 'body.customerId');
  const standing = (await tiesOf(ctx, companyId)).find(
    ({ other, leftOn }) => other.id === memberRoot && leftOn === null,
  );
  if (standing) throw conflict('They are of this company already.', 'body.customerId');
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('company_members')
    .values({
      org_id: ctx.orgId,
      id,
      company_id: companyId,
      customer_id: memberRoot,
      role,
      joined_on: joinedOn,
      source,
      created_at: ctx.clock.now(),
    })
    .execute()
    .catch((error: unknown) => {
      throw isDouble(error) ? conflict('They are of this company already.', 'body.customerId') : error;
    });
  tell(ctx, { companyId, customerId: memberRoot, tieId: id, what: 'joined' });
  return (await memberOf(ctx, companyId, id)).tie;
}

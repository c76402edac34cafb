import type { refuseProposal as route } from '@meada/contract/routes/companies';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { companyRoot } from './views.ts';

/** Says no to a proposal; it does not come back. Throws `not_found`. */
export async function refuseProposal(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'customers.write');
  const companyId = await companyRoot(ctx, input.params.id);
  const customerId = await rootIdOf(ctx, input.params.customerId);
  const at = ctx.clock.now();
  await ctx.db
    .insertInto('company_refusals')
    .values({ org_id: ctx.orgId, company_id: companyId, customer_id: customerId, created_at: at })
    .onConflict((on) => on.doNothing())
    .execute();
  ctx.emit({ name: 'customer.changed', facts: { customerId: companyId } });
  return { ok: true };
}

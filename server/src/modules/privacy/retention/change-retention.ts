import type { Retention, changeRetention as route } from '@meada/contract/routes/privacy-register';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { retentionFloors } from '../../sac/index.ts';
import { categories } from './categories.ts';
import { retentionOf } from './views.ts';

/** Sets for how many days a kind of data is kept. Throws `refused` outside of what may be chosen, `law_keeps` below what a law asks for. */
export async function changeRetention(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<Retention> {
  permit(ctx.actor, 'privacy.manage');
  const { category, days } = body;
  const { least = 1, most = 1 } = categories.find(({ name }) => name === category) ?? {};
  const floor = (await retentionFloors(ctx))[category];
  if (days !== null && floor !== undefined && days < floor)
    throw new Failure(
      'law_keeps',
      `The SAC decree (Decreto 11.034/2022, art. 12) has this kept for ${floor} days at least.`,
      {
        field: 'body.days',
      },
    );
  if (days !== null && (days < least || days > most))
    throw refused(`Choose between ${least} and ${most} days.`, 'body.days');
  if (days === null) {
    await ctx.db
      .deleteFrom('retention_rules')
      .where('org_id', '=', ctx.orgId)
      .where('category', '=', category)
      .execute();
  } else {
    const values = { days, updated_at: ctx.clock.now() };
    await ctx.db
      .insertInto('retention_rules')
      .values({ org_id: ctx.orgId, category, ...values })
      .onConflict((conflict) => conflict.columns(['org_id', 'category']).doUpdateSet(values))
      .execute();
  }
  ctx.audit({ action: 'privacy.retention_changed', facts: { category, days } });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'retention', customerId: null } });
  return retentionOf(ctx);
}

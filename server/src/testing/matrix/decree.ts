import type { Shop } from '../../modules/customers/testing.ts';

/** A brand of the SAC decree, a history that no channel could carry, and a cancellation that is to be carried out. */
export async function decreed(
  shop: Shop,
  of: { conversation: string; customer: string },
  brandId: string,
): Promise<Record<'sacStuck' | 'sacCancellation', string>> {
  return shop.run(async (ctx) => {
    const now = ctx.clock.now();
    await ctx.db.updateTable('brands').set({ sac_since: now }).where('id', '=', brandId).execute();
    const place = { org_id: ctx.orgId, conversation_id: of.conversation, customer_id: of.customer };
    const asked = { brand_id: brandId, asked_by: 'customer', asked_at: now, due_at: now, state: 'stuck' };
    const [sacStuck, sacCancellation] = [ctx.ids.uuid(), ctx.ids.uuid()];
    await ctx.db
      .insertInto('sac_requests')
      .values([
        { id: sacStuck, kind: 'history', ...place, ...asked },
        { id: sacCancellation, kind: 'cancellation', effect: 'technical', ...place, ...asked },
      ])
      .execute();
    return { sacStuck, sacCancellation };
  });
}

/** What an address of the decree is about. */
export const ownDecreed = (
  path: string,
  ids: Record<'sacStuck' | 'sacCancellation' | 'brand', string>,
): string => {
  if (path.includes('/brands/')) return ids.brand;
  return path.endsWith('/done') ? ids.sacCancellation : ids.sacStuck;
};

/** Right bodies of the decree's routes. */
export const decreeBodies = {
  'sac.switch': () => ({ on: true }),
  'sac.ask': () => ({ kind: 'history' }),
  'sac.hand': () => ({ how: 'letter' }),
};

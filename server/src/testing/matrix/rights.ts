import type { Shop } from '../../modules/customers/testing.ts';

/** Things of privacy: a request, a hold and an incident, as rows. */
export const rightsOf = (
  shop: Shop,
  customerId: string,
): Promise<{ privacyRequest: string; hold: string; incident: string }> =>
  shop.run(async (ctx) => {
    const ids = { privacyRequest: ctx.ids.uuid(), hold: ctx.ids.uuid(), incident: ctx.ids.uuid() };
    const at = ctx.clock.now();
    const own = { org_id: ctx.orgId, customer_id: customerId };
    await ctx.db
      .insertInto('privacy_requests')
      .values({
        ...own,
        id: ids.privacyRequest,
        kind: 'access',
        source: 'person',
        state: 'open',
        created_at: at,
      })
      .execute();
    await ctx.db
      .insertInto('legal_holds')
      .values({ ...own, id: ids.hold, reason: 'x', created_at: at })
      .execute();
    const told = { title: 'x', noticed_at: at, authority_due_on: '2026-03-05', created_at: at };
    await ctx.db
      .insertInto('incidents')
      .values({ org_id: ctx.orgId, id: ids.incident, ...told })
      .execute();
    return ids;
  });

import type { CustomerActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { claimContact, holdAddress } from '../../../modules/customers/index.ts';
import { visitorKind } from './identities.ts';

/** What a visitor says about themself: a name and claims that prove nothing (they join nobody and open no history). */
export async function leaveContact(
  ctx: Ctx,
  visitor: CustomerActor,
  said: { name?: string; email?: string; phone?: string },
): Promise<void> {
  const row = found(
    await ctx.db
      .selectFrom('identities')
      .select('customer_id')
      .where('id', '=', found(visitor.identityId, 'conversation'))
      .executeTakeFirst(),
    'conversation',
  );
  await claimContact(ctx, { customerId: row.customer_id, ...said });
}

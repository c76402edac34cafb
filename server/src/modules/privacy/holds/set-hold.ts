import type { LegalHold, setHold as route } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { holdsOf } from './standing.ts';

/** Holds what is kept of a customer. Throws `not_found`, `conflict` for who is erased, `refused` for a day that is over. */
export async function setHold(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: LegalHold[] }> {
  permit(ctx.actor, 'privacy.manage');
  const root = await rootIdOf(ctx, params.id);
  // The row is held: an erasure that begins at the same time waits and then sees the hold.
  const customer = await ctx.db
    .selectFrom('customers')
    .select('erased_at')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', root)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (customer.erased_at) throw conflict('This customer was erased: there is nothing to hold.');
  const now = ctx.clock.now();
  if (body.until && body.until < now.toISOString().slice(0, 10))
    throw refused('This day is over already.', 'body.until');
  const id = ctx.ids.uuid();
  const actorId = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  await ctx.db
    .insertInto('legal_holds')
    .values({
      ...{ org_id: ctx.orgId, id, customer_id: root, reason: body.reason, until: body.until },
      ...{ created_by: actorId, created_at: now },
    })
    .execute();
  ctx.audit({
    action: 'privacy.hold_set',
    subject: { kind: 'customer', id: root },
    facts: { holdId: id, until: body.until },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'holds', customerId: root } });
  return { items: await holdsOf(ctx, root) };
}

import type { LegalHold, releaseHold as route } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { holdsOf } from './standing.ts';

/** Ends a hold, with a reason. Throws `not_found`, `conflict` when it is over. */
export async function releaseHold(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: LegalHold[] }> {
  permit(ctx.actor, 'privacy.manage');
  const row = found(
    await ctx.db
      .selectFrom('legal_holds')
      .select(['customer_id', 'released_at'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', params.id)
      .forUpdate()
      .executeTakeFirst(),
    'hold',
  );
  if (row.released_at) throw conflict('This hold was released already.');
  await ctx.db
    .updateTable('legal_holds')
    .set({
      released_at: ctx.clock.now(),
      released_by: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      release_reason: body.reason,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', params.id)
    .execute();
  ctx.audit({
    action: 'privacy.hold_released',
    subject: { kind: 'customer', id: row.customer_id },
    facts: { holdId: params.id },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'holds', customerId: row.customer_id } });
  return { items: await holdsOf(ctx, null) };
}

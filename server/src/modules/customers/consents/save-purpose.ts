import type { Purpose, savePurpose as route } from '@meada/contract/routes/customer-consents';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { isOfHouse, purposesOf } from './purposes.ts';

/** Adds a purpose or changes one. Throws `refused` for one of the firm's own without a label. */
export async function savePurpose(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<{ items: Purpose[] }> {
  permit(ctx.actor, 'privacy.manage');
  if (!isOfHouse(body.name) && body.label.trim() === '')
    throw refused('A purpose of the firm needs a name people read.', 'body.label');
  const before = (await purposesOf(ctx)).find((purpose) => purpose.name === body.name);
  const now = ctx.clock.now();
  const values = {
    label: isOfHouse(body.name) ? '' : body.label,
    basis: body.basis,
    reference: body.reference,
    words: body.words,
    // Who agreed to the former words did not agree to these.
    version: before ? before.version + (before.words === body.words ? 0 : 1) : 1,
    updated_at: now,
    archived_at: body.archived ? now : null,
  };
  await ctx.db
    .insertInto('consent_purposes')
    .values({ org_id: ctx.orgId, name: body.name, ...values })
    .onConflict((conflict) => conflict.columns(['org_id', 'name']).doUpdateSet(values))
    .execute();
  ctx.audit({
    action: 'privacy.purpose_saved',
    facts: { purpose: body.name, basis: body.basis, archived: body.archived },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'purposes', customerId: null } });
  return { items: await purposesOf(ctx) };
}

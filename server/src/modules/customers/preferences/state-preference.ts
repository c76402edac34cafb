import type { Preferences, statePreference as route } from '@meada/contract/routes/preferences';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { preferencesOf } from './views.ts';

/** Writes down what a customer said of how they want to be reached; it counts more than what is learned. */
export async function statePreference(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Preferences> {
  permit(ctx.actor, 'customers.write');
  const rootId = await rootIdOf(ctx, input.params.id);
  const { value, source, note } = input.body;
  if (value.kind === 'hours' && value.hours.from === value.hours.to)
    throw refused('A stretch ends later than it begins.', 'body.value.hours');
  const said = {
    value: JSON.stringify(value),
    ...{ source, note },
    actor_kind: ctx.actor.kind,
    actor_id: ctx.actor.id,
    at: ctx.clock.now(),
  };
  await ctx.db
    .insertInto('customer_preferences')
    .values({ org_id: ctx.orgId, customer_id: rootId, kind: value.kind, ...said })
    .onConflict((on) => on.columns(['org_id', 'customer_id', 'kind']).doUpdateSet(said))
    .execute();
  const { kind } = value;
  ctx.emit({ name: 'customer.preferred', facts: { customerId: rootId, kind, what: 'stated' } });
  ctx.audit({ action: 'customer.preference', subject: { kind: 'customer', id: rootId }, facts: { kind } });
  return preferencesOf(ctx, rootId);
}

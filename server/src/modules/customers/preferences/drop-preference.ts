import type { Preferences, dropPreference as route } from '@meada/contract/routes/preferences';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { preferencesOf } from './views.ts';

/** Forgets a stated preference, whoever of the group it was written down for. */
export async function dropPreference(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<Preferences> {
  permit(ctx.actor, 'customers.write');
  const { id, kind } = input.params;
  const rootId = await rootIdOf(ctx, id);
  await sql`
    DELETE FROM customer_preferences WHERE org_id = ${ctx.orgId} AND kind = ${kind}
      AND customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})`.execute(
    ctx.db,
  );
  ctx.emit({ name: 'customer.preferred', facts: { customerId: rootId, kind, what: 'dropped' } });
  ctx.audit({
    action: 'customer.preference_dropped',
    subject: { kind: 'customer', id: rootId },
    facts: { kind },
  });
  return preferencesOf(ctx, rootId);
}

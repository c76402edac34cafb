import type { Customer } from '@meada/contract/routes/customers';
import type { markShared as route } from '@meada/contract/routes/identities';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { rootIdOf } from './store.ts';
import { customerOf } from './views.ts';

/** Says that several humans use an address, or that it is one human's after all. Throws `not_found`. */
export async function markShared(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Customer> {
  permit(ctx.actor, 'customers.write');
  const root = await rootIdOf(ctx, params.id);
  const { rows } = await sql<{ key: string; kind: string }>`
    SELECT i.match_key AS key, i.kind FROM identities i
    JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${params.identityId} AND c.canonical_id = ${root}`.execute(
    ctx.db,
  );
  const { key, kind } = found(rows[0], 'address');
  const said = { shared: body.shared, marked_by: ctx.actor.id, at: ctx.clock.now() };
  await ctx.db
    .insertInto('shared_values')
    .values({ org_id: ctx.orgId, match_key: key, ...said })
    .onConflict((double) => double.columns(['org_id', 'match_key']).doUpdateSet(said))
    .execute();
  ctx.emit({ name: 'customer.changed', facts: { customerId: root } });
  ctx.audit({
    action: body.shared ? 'identity.shared' : 'identity.not_shared',
    subject: { kind: 'customer', id: root },
    facts: { kind },
  });
  return customerOf(ctx, root);
}

import type { Customer } from '@meada/contract/routes/customers';
import type { endIdentity as route } from '@meada/contract/routes/identities';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict, found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { lockIdentities, rootIdOf } from './store.ts';
import { customerOf } from './views.ts';

/**
 * Says that an address is theirs no longer: from now on it opens nothing of theirs, and whoever writes from it is somebody
 * new (numbers are given out again). Or takes that back. Throws `not_found`, `conflict` when somebody else has proven it since.
 */
export async function endIdentity(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Customer> {
  permit(ctx.actor, 'customers.write');
  await lockIdentities(ctx);
  const root = await rootIdOf(ctx, params.id);
  const { rows } = await sql<{ kind: string }>`
    SELECT i.kind FROM identities i JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${params.identityId} AND c.canonical_id = ${root}`.execute(
    ctx.db,
  );
  const { kind } = found(rows[0], 'address');
  await setEnded(ctx, params.identityId, body).catch((error: unknown) => {
    if (isDouble(error)) throw conflict('Somebody else has this address now.', 'params.identityId');
    throw error;
  });
  const action = body.ended ? 'identity.ended' : 'identity.reopened';
  ctx.emit({ name: 'customer.changed', facts: { customerId: root } });
  ctx.audit({
    action,
    subject: { kind: 'customer', id: root },
    facts: { kind, identityId: params.identityId },
  });
  return customerOf(ctx, root);
}

const setEnded = (ctx: Ctx, id: string, { ended, reason }: { ended: boolean; reason: string }) =>
  ctx.db
    .updateTable('identities')
    .set(
      ended
        ? { ended_at: ctx.clock.now(), ended_by: ctx.actor.id, ended_reason: reason }
        : { ended_at: null, ended_by: null, ended_reason: null },
    )
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('ended_at', ended ? 'is' : 'is not', null)
    .execute();

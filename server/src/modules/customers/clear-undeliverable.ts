import type { Customer } from '@meada/contract/routes/customers';
import type { clearUndeliverable as route } from '@meada/contract/routes/identities';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { rootIdOf } from './store.ts';
import { customerOf } from './views.ts';

type Row = {
  kind: string;
  match_key: string;
  undeliverable_at: Date | null;
  undeliverable_reason: string | null;
};

/**
 * Says that an address receives after all (a full mailbox emptied, a mistake of a server): it is proposed again and its
 * failures are forgotten, for every customer who has it. The next failure flags it anew. Throws `not_found`.
 */
export async function clearUndeliverable(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<Customer> {
  permit(ctx.actor, 'customers.write');
  const root = await rootIdOf(ctx, params.id);
  const { rows } = await sql<Row>`
    SELECT i.kind, i.match_key, i.undeliverable_at, i.undeliverable_reason FROM identities i
    JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${params.identityId} AND c.canonical_id = ${root}`.execute(
    ctx.db,
  );
  const { kind, match_key, undeliverable_at, undeliverable_reason } = found(rows[0], 'address');
  const changed = await sql<{ root: string }>`
    UPDATE identities i SET undeliverable_at = NULL, undeliverable_reason = NULL, soft_bounces = 0
    FROM customers c WHERE c.org_id = i.org_id AND c.id = i.customer_id AND i.org_id = ${ctx.orgId}
      AND i.match_key = ${match_key} AND (i.undeliverable_at IS NOT NULL OR i.soft_bounces > 0)
    RETURNING c.canonical_id AS root`.execute(ctx.db);
  for (const customerId of new Set(changed.rows.map((row) => row.root)))
    ctx.emit({ name: 'customer.changed', facts: { customerId } });
  // Said of an address nothing was known against, it changed nothing: nothing to account for.
  if (changed.rows.length > 0)
    ctx.audit({
      action: 'identity.receives',
      subject: { kind: 'customer', id: root },
      facts: {
        kind,
        identityId: params.identityId,
        reason: undeliverable_reason ?? '',
        since: undeliverable_at?.toISOString() ?? '',
      },
    });
  return customerOf(ctx, root);
}

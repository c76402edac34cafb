import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { valueCustomer } from '../conversations/index.ts';

/** After what the value of a customer may be another, or a new matter has none yet. */
const matters: ReadonlySet<string> = new Set([
  ...['conversation.created', 'deal.created', 'deal.changed', 'deal.moved', 'deal.dropped'],
  ...['customer.merged', 'customer.unmerged'],
]);

/** Lets what was sold to a customer count in how loud their matters are. Seeing an event twice is no harm. */
export async function valueCustomers(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  const about = events.filter(({ name, customerId }) => matters.has(name) && customerId !== null);
  for (const [orgId, list] of Map.groupBy(about, (event) => event.orgId)) {
    const ids = [...new Set(list.flatMap(({ customerId, facts }) => [customerId, facts.otherId]))];
    const named = ids.filter((id): id is string => typeof id === 'string');
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      for (const { customerId, sold, before } of await soldTo(ctx, named))
        if (sold > 0 || before) await valueCustomer(ctx, customerId, sold);
    });
  }
}

type Sold = { customerId: string; sold: number; before: boolean };

/** Won deals in the firm's currency of each customer, merged ones together; `before`: they counted already somewhere. */
async function soldTo(ctx: Ctx, customerIds: readonly string[]): Promise<Sold[]> {
  const { rows } = await sql<Sold>`
    SELECT a.id AS "customerId",
      coalesce((SELECT sum(d.value) FROM deals d JOIN customers g ON g.org_id = d.org_id AND g.id = d.customer_id
        WHERE d.org_id = a.org_id AND g.canonical_id = a.id AND d.outcome = 'won' AND d.deleted_at IS NULL), 0)::float8 AS sold,
      EXISTS (SELECT FROM conversations c JOIN customers g ON g.org_id = c.org_id AND g.id = c.customer_id
        WHERE c.org_id = a.org_id AND g.canonical_id = a.id AND c.status <> 'resolved'
          AND c.loudness_reasons @> '[{"code":"value"}]') AS before
    FROM customers a WHERE a.org_id = ${ctx.orgId} AND a.id IN (
      SELECT canonical_id FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY(${[...customerIds]}::uuid[]))
    ORDER BY a.id`.execute(ctx.db);
  return rows;
}

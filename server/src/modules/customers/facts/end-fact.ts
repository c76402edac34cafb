import type { KnownFact, endFact as route } from '@meada/contract/routes/facts';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { isTheirs } from './sight.ts';
import { knownFacts } from './views.ts';

/** Says that a fact is wrong: it is offered no more. Throws `not_found`. */
export async function endFact(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ items: KnownFact[] }> {
  permit(ctx.actor, 'customers.write');
  const { id, factId } = input.params;
  const rootId = await rootIdOf(ctx, id);
  const result = await sql<{ kind: string }>`
    UPDATE customer_facts f SET ended_at = coalesce(ended_at, ${ctx.clock.now()})
    WHERE org_id = ${ctx.orgId} AND id = ${factId} AND ${isTheirs(ctx)}
      AND customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})
    RETURNING kind`.execute(ctx.db);
  const { kind } = found(result.rows[0], 'fact');
  ctx.emit({ name: 'customer.told', facts: { customerId: rootId, factId, kind, what: 'ended' } });
  ctx.audit({ action: 'customer.fact_ended', subject: { kind: 'customer', id: rootId }, facts: { kind } });
  return { items: await knownFacts(ctx, rootId) };
}

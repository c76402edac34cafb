import type { KnownFact, addFact as route } from '@meada/contract/routes/facts';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { keepFact } from './keep.ts';
import { readFact } from './read.ts';
import { knownFacts } from './views.ts';

/** Writes down what a customer told. Throws `not_found`, `refused` for what is none of its kind. */
export async function addFact(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: KnownFact[] }> {
  permit(ctx.actor, 'customers.write');
  const rootId = await rootIdOf(ctx, input.params.id);
  const { kind, value, conversationId } = input.body;
  if (conversationId !== undefined) await requireTheirs(ctx, rootId, conversationId);
  const read = readFact(kind, value);
  if (!read) throw refused('This is no fact of that kind.', 'body.value');
  await keepFact(ctx, { customerId: rootId, kind, ...read, conversationId });
  ctx.audit({ action: 'customer.fact_added', subject: { kind: 'customer', id: rootId }, facts: { kind } });
  return { items: await knownFacts(ctx, rootId) };
}

/** The conversation is one of the customer's. */
async function requireTheirs(ctx: Ctx, rootId: string, conversationId: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('conversations')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.org_id', '=', 'conversations.org_id')
        .onRef('customers.id', '=', 'conversations.customer_id'),
    )
    .select('conversations.id')
    .where('conversations.org_id', '=', ctx.orgId)
    .where('conversations.id', '=', conversationId)
    .where('customers.canonical_id', '=', rootId)
    .executeTakeFirst();
  if (!row) throw notFound('conversation');
}

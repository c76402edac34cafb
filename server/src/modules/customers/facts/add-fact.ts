import type { KnownFact, addFact as route } from '@meada/contract/routes/facts';
import { sql } from 'kysely';
import { may, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { seenBy } from '../../people/index.ts';
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

/** The conversation is one of the customer's, and one the caller sees. */
async function requireTheirs(ctx: Ctx, rootId: string, conversationId: string): Promise<void> {
  const { rows } =
    await sql`SELECT FROM conversations c JOIN customers u ON u.org_id = c.org_id AND u.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId} AND u.canonical_id = ${rootId}
      AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  // A key writes down what its own system was told: it need not read conversations.
  const reads = ctx.actor.kind !== 'person' || may(ctx.actor, 'conversations.read');
  if (rows.length === 0 || !reads) throw notFound('conversation');
}

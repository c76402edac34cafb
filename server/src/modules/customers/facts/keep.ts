import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

export type NewFact = {
  customerId: string;
  kind: string;
  /** As it is shown and inserted. */
  value: string;
  /** What makes two the same. */
  canonical: string;
  confidence?: number;
  source?: 'message' | 'form' | 'person' | 'import' | 'key' | 'bot';
  messageId?: string;
  conversationId?: string;
  inboxId?: string | null;
  at?: Date;
};

/** What somebody types is sure; what a machine reads says how sure it is. */
const typed = 1;

/**
 * Keeps a fact, once for a customer: told again, it is seen later and no less sure. One that was said to be wrong stays
 * so unless a person says it anew. Answers its id when it was not known before.
 */
export async function keepFact(ctx: Ctx, fact: NewFact): Promise<string | null> {
  const at = fact.at ?? ctx.clock.now();
  const own = ctx.actor.kind === 'key' ? 'key' : 'person';
  const source = fact.source ?? own;
  const id = ctx.ids.uuid();
  const result = await sql<{ id: string }>`
    INSERT INTO customer_facts (org_id, id, customer_id, kind, value, canonical, confidence, source, message_id,
      conversation_id, inbox_id, actor_kind, actor_id, given_at, seen_at)
    VALUES (${ctx.orgId}, ${id}, ${fact.customerId}, ${fact.kind}, ${fact.value}, ${fact.canonical},
      ${fact.confidence ?? typed}, ${source}, ${fact.messageId ?? null}, ${fact.conversationId ?? null},
      ${fact.inboxId ?? null}, ${ctx.actor.kind}, ${ctx.actor.id}, ${at}, ${at})
    ON CONFLICT (org_id, customer_id, kind, canonical) DO UPDATE SET
      seen_at = greatest(customer_facts.seen_at, excluded.seen_at),
      confidence = greatest(customer_facts.confidence, excluded.confidence),
      conversation_id = coalesce(excluded.conversation_id, customer_facts.conversation_id),
      ended_at = CASE WHEN excluded.source IN ('person', 'key') THEN NULL ELSE customer_facts.ended_at END
    RETURNING id`.execute(ctx.db);
  if (result.rows[0]?.id !== id) return null;
  const { customerId, kind } = fact;
  ctx.emit({ name: 'customer.told', facts: { customerId, factId: id, kind, what: 'learned' } });
  return id;
}

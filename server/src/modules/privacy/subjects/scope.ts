import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Whose data is meant, and which rows that makes it. */
export type Scope = {
  /** Every record of a merged group. */
  members: string[];
  identities: string[];
  /** Theirs and ours to them; what others wrote in the same conversations is not among them. */
  messages: string[];
  /** Conversations that are theirs. */
  conversations: string[];
};

export const emptyScope: Scope = { members: [], identities: [], messages: [], conversations: [] };

/**
 * Everything of a customer's whole group: their conversations with what the firm wrote there, and their own words in
 * conversations of others. Other participants' messages belong to these.
 */
export async function scopeOf(ctx: Ctx, root: string): Promise<Scope> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${root} ORDER BY id`.execute(
    ctx.db,
  );
  return scopeOfMembers(
    ctx,
    rows.map(({ id }) => id),
  );
}

/** The same for records that are named. */
export async function scopeOfMembers(ctx: Ctx, members: string[]): Promise<Scope> {
  const identities = await idsOf<{ id: string }>(
    sql`SELECT id FROM identities WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[])`,
  );
  const conversations = await idsOf<{ id: string }>(
    sql`SELECT id FROM conversations WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[])`,
  );
  const messages = await idsOf<{ id: string }>(sql`
    SELECT id FROM messages WHERE org_id = ${ctx.orgId} AND conversation_id = ANY (${conversations}::uuid[])
      AND (author_kind <> 'customer' OR author_id IS NULL OR author_id = ANY (${identities}::uuid[]))
    UNION
    SELECT m.id FROM messages m WHERE m.org_id = ${ctx.orgId} AND m.author_kind = 'customer'
      AND m.author_id = ANY (${identities}::uuid[]) AND m.conversation_id IN (
        SELECT conversation_id FROM participants WHERE org_id = ${ctx.orgId} AND identity_id = ANY (${identities}::uuid[])
        UNION SELECT conversation_id FROM legs WHERE org_id = ${ctx.orgId} AND identity_id = ANY (${identities}::uuid[]))`);
  return { members, identities, messages, conversations };

  async function idsOf<T extends { id: string }>(query: ReturnType<typeof sql<T>>): Promise<string[]> {
    return (await query.execute(ctx.db)).rows.map(({ id }) => id);
  }
}

import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { readProtocol } from '../protocol.ts';
import { whereItGoesOn } from '../regrouping/views.ts';
import { withBeginnings } from '../searching/mistyped.ts';
import { allOf, looselyOf, runOnce } from '../searching/query.ts';
import { readTerms, saysSomething } from '../searching/terms.ts';

/** Most candidates of one source, and of all: a search is capped, not slow. */
const customersAtMost = 300;
const messagesAtMost = 5000;
const conversationsAtMost = 1000;

/** A telephone number as somebody types it: digits with the usual marks between them. */
const phoneLike = /^[+\d][\d\s().-]{4,}$/;

/** What of the query is looked for in names and addresses; null when it is too short for the index. */
function partsOf(query: string): string[] {
  const text = query.trim();
  const digits = phoneLike.test(text) ? text.replace(/\D/g, '') : '';
  return [...new Set([text, digits])].filter((part) => part.length >= 3);
}

/**
 * Ids of conversations that fit a query, by protocol number, name or address of the customer, or words of a message or
 * subject. A protocol number stands alone. Candidates only: whoever asks still holds them against `seenBy`.
 */
export async function findCandidates(ctx: Ctx, query: string): Promise<string[]> {
  const protocol = readProtocol(query);
  if (protocol) {
    const row = await ctx.db
      .selectFrom('conversations')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('protocol', '=', protocol)
      .executeTakeFirst();
    return row ? [await whereItGoesOn(ctx, row.id)] : [];
  }
  const parts = partsOf(query);
  const terms = await withBeginnings(ctx, readTerms(query));
  const [words, loosely] = saysSomething(terms)
    ? [allOf(terms), looselyOf(terms)]
    : [sql`''::tsquery`, sql`NULL::tsquery`];
  const rows = await runOnce(
    ctx,
    sql<{ id: string }>`
    (SELECT c.id, c.active_at FROM unnest(${parts}::text[]) AS p(part)
       CROSS JOIN LATERAL meada_found_customers(p.part, ${customersAtMost}) AS f(id)
       JOIN customers k ON k.org_id = ${ctx.orgId} AND k.id = f.id
       JOIN customers g ON g.org_id = ${ctx.orgId} AND g.canonical_id = k.canonical_id
       JOIN conversations c ON c.org_id = ${ctx.orgId} AND c.customer_id = g.id
       ORDER BY c.active_at DESC LIMIT ${conversationsAtMost})
    UNION
    (SELECT c.id, c.active_at FROM (
       SELECT f.conversation_id AS id, max(f.at) AS newest
       FROM meada_found_messages(${words}, NULL, NULL, NULL, ${messagesAtMost}, NULL, ${loosely}) AS f
       WHERE f.message_id IS NOT NULL GROUP BY f.conversation_id ORDER BY newest DESC LIMIT ${conversationsAtMost}) AS m
       JOIN conversations c ON c.org_id = ${ctx.orgId} AND c.id = m.id)`,
  );
  return [...new Set(rows.map((row) => row.id))];
}

import { type Content, summaryOf } from '@meada/contract/content';
import type { ResponseOf } from '@meada/contract/route';
import type { listUndelivered as route } from '@meada/contract/routes/undelivered';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { customerRefs } from '../../customers/index.ts';
import { seenBy } from '../visibility.ts';

/** A bell is not a list, and what failed long ago is found where it stands. */
const atMost = 50;
const daysBack = 14;

type Row = {
  messageId: string;
  conversationId: string;
  customerId: string;
  state: 'failed' | 'unknown';
  code: string | null;
  at: Date;
  content: Content;
};

/**
 * Words that did not arrive, or of which nobody knows it, the newest first: the reader's own, and whatever was written in
 * what they have, for the author may be off duty and the customer waits. It is settled once it is sent again or taken away,
 * the platform says that it arrived, something newer of ours went out in the conversation, or the conversation was resolved
 * after it was known.
 */
export async function listUndelivered(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  if (ctx.actor.kind !== 'person') return { items: [] };
  const me = ctx.actor.id;
  const since = new Date(ctx.clock.now().getTime() - daysBack * 86_400_000);
  // One state each: so each is found by its own index.
  const lately = (state: Row['state']) => sql`SELECT message_id, state, error_code, updated_at FROM dispatches
    WHERE org_id = ${ctx.orgId} AND state = ${sql.lit(state)} AND updated_at > ${since}`;
  const { rows } = await sql<Row>`
    SELECT m.id AS "messageId", c.id AS "conversationId", c.customer_id AS "customerId", d.state, d.error_code AS code,
      d.updated_at AS at, m.content
    FROM (${lately('failed')} UNION ALL ${lately('unknown')}) AS d
    JOIN messages m ON m.org_id = ${ctx.orgId} AND m.id = d.message_id
    JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    WHERE m.author_kind IN ('person', 'bot') AND m.automatic = 'no' AND m.deleted_at IS NULL
      AND ${me} IN (c.assignee_id, CASE m.author_kind WHEN 'person' THEN m.author_id END)
      AND (c.resolved_at IS NULL OR c.status <> 'resolved' OR c.resolved_at < d.updated_at)
      AND NOT EXISTS (SELECT FROM messages n JOIN dispatches e ON e.org_id = n.org_id AND e.message_id = n.id
        WHERE n.org_id = m.org_id AND n.conversation_id = m.conversation_id AND n.seq > m.seq AND e.state NOT IN ('failed', 'unknown'))
      AND ${seenBy(ctx.actor)}
    ORDER BY d.updated_at DESC, m.id LIMIT ${atMost}`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.customerId),
  );
  return {
    items: rows.flatMap(({ customerId, at, content, ...row }) => {
      const customer = refs.get(customerId);
      if (!customer) return [];
      return [{ ...row, customer, at: at.toISOString(), preview: summaryOf(content) || null }];
    }),
  };
}

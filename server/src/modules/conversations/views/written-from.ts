import { hasPrivateSide } from '@meada/contract/private-side';
import type { Conversation } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { windowEnd } from './legs.ts';

/** More addresses than this nobody chooses from. */
const atMost = 50;

type Row = {
  inbox_id: string;
  identity_id: string;
  channel: string;
  last: Date;
  last_private: Date | null;
  last_public: Date | null;
};

/**
 * Addresses of a customer that wrote to an inbox, but here not in private (in other conversations, or in public), with the
 * window a private leg there begins with.
 */
export async function writtenFrom(
  ctx: Ctx,
  conversation: { id: string; customerId: string },
): Promise<Conversation['writtenFrom']> {
  const result = await sql<Row>`
    SELECT l.inbox_id, l.identity_id, x.channel, max(l.last_inbound_at) AS last,
      max(l.last_inbound_at) FILTER (WHERE l.side = 'private') AS last_private,
      max(l.last_inbound_at) FILTER (WHERE l.side = 'public') AS last_public
    FROM customers c
    JOIN customers m ON m.org_id = c.org_id AND m.canonical_id = c.canonical_id
    JOIN identities i ON i.org_id = m.org_id AND i.customer_id = m.id AND i.ended_at IS NULL
    JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id AND l.last_inbound_at IS NOT NULL
    JOIN inboxes x ON x.org_id = l.org_id AND x.id = l.inbox_id AND x.active
    LEFT JOIN outside_threads t ON t.org_id = l.org_id AND t.id = l.outside_thread_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversation.customerId} AND (t.id IS NULL OR t.kind <> 'group')
      AND NOT EXISTS (SELECT FROM legs h WHERE h.org_id = l.org_id AND h.conversation_id = ${conversation.id}
        AND h.inbox_id = l.inbox_id AND h.identity_id = l.identity_id AND h.side = 'private')
    GROUP BY l.inbox_id, l.identity_id, x.channel ORDER BY last DESC LIMIT ${atMost}`.execute(ctx.db);
  const byPerson = ctx.actor.kind === 'person';
  return result.rows.flatMap((row) => {
    const capabilities = ctx.ports.channels.get(row.channel)?.manifest.capabilities;
    // Who only spoke in public where nobody is written to in private wrote from no address.
    if (capabilities && row.last_private === null && !hasPrivateSide(capabilities)) return [];
    const facts = { lastInboundAt: row.last_private, publicInboundAt: row.last_public, byPerson };
    const windowEndsAt = windowEnd(capabilities, { side: 'private', ...facts })?.toISOString() ?? null;
    const lastInboundAt = row.last.toISOString();
    return [{ inboxId: row.inbox_id, identityId: row.identity_id, lastInboundAt, windowEndsAt }];
  });
}

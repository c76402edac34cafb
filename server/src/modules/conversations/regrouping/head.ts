import { type Content, summaryOf } from '@meada/contract/content';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { ConversationChange } from '../store.ts';

type Newest = {
  content: Content;
  author_kind: string;
  at: Date;
  inbox_id: string | null;
  channel: string | null;
  file: string | null;
};

/** What the list shows of a conversation, computed from the messages it has: preview, last channel, who waits since when. */
export async function headFromMessages(
  ctx: Ctx,
  conversationId: string,
): Promise<ConversationChange & { last_inbound_seq: number }> {
  const counts = await sql<{ last_inbound_seq: number; waiting_since: Date | null }>`
    SELECT coalesce(max(m.seq) FILTER (WHERE m.author_kind = 'customer'), 0) AS last_inbound_seq,
      min(m.at) FILTER (WHERE m.author_kind = 'customer' AND m.automatic = 'no' AND m.at > coalesce((
        SELECT max(a.at) FROM messages a WHERE a.org_id = ${ctx.orgId} AND a.conversation_id = ${conversationId}
          AND a.author_kind IN ('person', 'bot') AND a.visibility <> 'internal'), '-infinity')) AS waiting_since
    FROM messages m WHERE m.org_id = ${ctx.orgId} AND m.conversation_id = ${conversationId}`.execute(ctx.db);
  const newest = await sql<Newest>`
    SELECT m.content, m.author_kind, m.at, m.inbox_id, x.channel,
      (SELECT a.name FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id ORDER BY a.position LIMIT 1) AS file
    FROM messages m LEFT JOIN inboxes x ON x.org_id = m.org_id AND x.id = m.inbox_id
    WHERE m.org_id = ${ctx.orgId} AND m.conversation_id = ${conversationId} AND m.visibility <> 'internal'
    ORDER BY m.at DESC, m.seq DESC LIMIT 1`.execute(ctx.db);
  return {
    last_inbound_seq: counts.rows[0]?.last_inbound_seq ?? 0,
    waiting_since: counts.rows[0]?.waiting_since ?? null,
    ...shownOf(newest.rows[0]),
  };
}

function shownOf(newest: Newest | undefined): ConversationChange {
  if (!newest) return {};
  return {
    preview: summaryOf(newest.content) || (newest.file ?? ''),
    preview_kind: newest.content.kind,
    preview_author: newest.author_kind,
    ...(newest.inbox_id && newest.channel ? { inbox_id: newest.inbox_id, channel: newest.channel } : {}),
  };
}

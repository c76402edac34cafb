import type { OutboundAmendment } from '@meada/contract/amendments';
import type { OutsideThread } from '@meada/contract/channels';
import { type AttachmentKind, Content } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';

export type ClaimedAmendment = {
  id: string;
  messageId: string;
  conversationId: string;
  legId: string;
  kind: 'edit' | 'deletion' | 'reaction' | 'hiding';
  content: unknown;
  emoji: string | null;
  hidden: boolean | null;
  author: string;
  attempts: number;
};

type Row = {
  before: unknown;
  deleted: boolean;
  locale: string;
  kind: string;
  value: string;
  name: string | null;
  thread_kind: string | null;
  thread_key: string | null;
  first_id: string | null;
  external_ids: string[] | null;
  files: { kind: AttachmentKind; type: string; size: number }[] | null;
};

/** A change as its plug-in makes it: loaded in one transaction, made outside. Null when the message is gone or unknown. */
export async function buildAmendment(
  kernel: Kernel,
  inbox: LoadedInbox,
  claimed: ClaimedAmendment,
): Promise<OutboundAmendment | null> {
  const row = await load(kernel, inbox, claimed);
  const first = row?.first_id ?? row?.external_ids?.[0];
  if (!row || row.deleted || !first) return null;
  const base = {
    amendmentId: claimed.id,
    to: { kind: row.kind, value: row.value, ...(row.name ? { name: row.name } : {}) },
    ...(row.thread_kind && row.thread_key
      ? { outsideThread: { kind: row.thread_kind as OutsideThread['kind'], key: row.thread_key } }
      : {}),
    externalIds: [first, ...(row.external_ids ?? []).filter((id) => id !== first)] as [string, ...string[]],
    locale: row.locale as Locale,
  };
  if (claimed.kind === 'deletion') return { ...base, kind: 'deletion' };
  if (claimed.kind === 'reaction') return { ...base, kind: 'reaction', emoji: claimed.emoji };
  if (claimed.kind === 'hiding') return { ...base, kind: 'hiding', hidden: claimed.hidden === true };
  const [before, content] = [Content.parse(row.before), Content.parse(claimed.content)];
  return { ...base, kind: 'edit', before, content, attachments: row.files ?? [] };
}

function load(kernel: Kernel, inbox: LoadedInbox, claimed: ClaimedAmendment): Promise<Row | undefined> {
  return inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const result = await ctx.client.query<Row>({
      name: 'outbound_amendment',
      text: `SELECT m.content AS before, m.deleted_at IS NOT NULL AS deleted, coalesce(k.locale, o.locale) AS locale,
          i.kind, i.value, i.name, t.kind AS thread_kind, t.key AS thread_key,
          (SELECT d.external_id FROM dispatches d WHERE d.org_id = $1 AND d.message_id = m.id) AS first_id,
          (SELECT array_agg(x.external_id ORDER BY x.external_id) FROM external_ids x
            WHERE x.org_id = $1 AND x.message_id = m.id AND x.inbox_id = $3) AS external_ids,
          (SELECT jsonb_agg(jsonb_build_object('kind', a.kind, 'type', a.type, 'size', a.size) ORDER BY a.position)
            FROM attachments a WHERE a.org_id = $1 AND a.message_id = m.id) AS files
        FROM messages m
        JOIN conversations c ON c.org_id = $1 AND c.id = m.conversation_id
        JOIN customers k ON k.org_id = $1 AND k.id = c.customer_id
        JOIN organisations o ON o.id = $1
        JOIN legs l ON l.org_id = $1 AND l.id = $4
        JOIN identities i ON i.org_id = $1 AND i.id = l.identity_id
        LEFT JOIN outside_threads t ON t.org_id = $1 AND t.id = l.outside_thread_id
        WHERE m.org_id = $1 AND m.id = $2`,
      values: [ctx.orgId, claimed.messageId, inbox.id, claimed.legId],
    });
    return result.rows[0];
  });
}

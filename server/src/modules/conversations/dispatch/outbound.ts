import type { OutboundMessage } from '@meada/contract/channels';
import { type AttachmentKind, Content } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import type { Side } from '@meada/contract/public';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { fileExpiry, fileUrl } from '../../../kernel/files/address.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { fillCheck } from '../checking/fill.ts';
import { replyToken } from '../tokens.ts';
import { loadLetter } from './letter.ts';

export type ClaimedDispatch = {
  id: string;
  messageId: string;
  conversationId: string;
  legId: string;
  identityId: string;
  /** Key of the address: the same for every identity that is this address. */
  address: string;
  /** Something went to the address while it still counts for its burst; false where a channel has no such limit. */
  sentLately: boolean;
  attempts: number;
};

type Row = {
  content: unknown;
  deleted_at: Date | null;
  automatic: string;
  author_kind: string;
  private_inbound_at: Date | null;
  author_name: string | null;
  subject: string | null;
  protocol: string;
  locale: string;
  kind: string;
  value: string;
  identity_name: string | null;
  thread_kind: string | null;
  thread_key: string | null;
  reply_external: string | null;
  side: Side;
  public_external: string | null;
};

/** A message as its plug-in sends it: loaded in one transaction, sent outside. Null when it was deleted meanwhile. */
export function buildOutbound(
  kernel: Kernel,
  inbox: LoadedInbox,
  dispatch: ClaimedDispatch,
): Promise<OutboundMessage | null> {
  return inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const [row, attachments, references, copies, letter] = await Promise.all([
      loadMessage(ctx, inbox, dispatch),
      loadAttachments(ctx, dispatch),
      loadReferences(ctx, inbox, dispatch),
      loadCopies(ctx, inbox, dispatch),
      hasLetters(inbox) ? loadLetter(ctx, dispatch.messageId) : {},
    ]);
    if (!row || row.deleted_at) return null;
    return {
      messageId: dispatch.messageId,
      dispatchId: dispatch.id,
      to: { kind: row.kind, value: row.value, ...(row.identity_name ? { name: row.identity_name } : {}) },
      content: await fillCheck(ctx, dispatch.messageId, Content.parse(row.content)),
      ...(row.subject ? { subject: row.subject } : {}),
      attachments: attachments.map((attachment) => ({
        name: attachment.name,
        type: attachment.type,
        kind: attachment.kind as AttachmentKind,
        size: attachment.size,
        ...(attachment.content_id ? { contentId: attachment.content_id } : {}),
        url: addressOf(kernel, inbox.orgId, attachment.id),
        read: () => readFile(kernel, inbox.orgId, attachment.hash),
      })),
      side: row.side,
      ...(row.public_external ? { publicExternalId: row.public_external } : {}),
      ...(row.reply_external ? { replyToExternalId: row.reply_external } : {}),
      references,
      cc: copies,
      ...letter,
      ...(row.thread_kind && row.thread_key
        ? { outsideThread: { kind: row.thread_kind as 'group', key: row.thread_key } }
        : {}),
      replyToken: replyToken(kernel.secrets, inbox.orgId, dispatch.conversationId),
      author: { name: row.author_name ?? inbox.brand, locale: row.locale as Locale },
      ...(row.automatic === 'no' ? {} : { automatic: true }),
      byPerson: row.author_kind === 'person' && row.automatic === 'no',
      ...(row.private_inbound_at ? { privateInboundAt: row.private_inbound_at.toISOString() } : {}),
      protocol: row.protocol,
    };
  });
}

/** Rich text, copies and quotations exist where the channel has them; the others do not pay for the question. */
const hasLetters = ({ plugin }: LoadedInbox): boolean =>
  plugin.manifest.capabilities.html || plugin.manifest.capabilities.subject;

/** Where the platform may fetch a file itself; signed, for half a day. */
function addressOf(kernel: Kernel, orgId: string, attachmentId: string): string {
  const ref = { orgId, attachmentId, variant: 'original' as const };
  return new URL(fileUrl(kernel, ref, fileExpiry(kernel.clock.now())), kernel.publicUrl).href;
}

async function readFile(kernel: Kernel, orgId: string, hash: Buffer): Promise<Uint8Array> {
  const bytes = await kernel.files.get(orgId, hash);
  if (!bytes) throw new Error('the file of an attachment is not there');
  return bytes;
}

async function loadMessage(
  ctx: Ctx,
  inbox: LoadedInbox,
  dispatch: ClaimedDispatch,
): Promise<Row | undefined> {
  const { capabilities } = inbox.plugin.manifest;
  const result = await ctx.client.query<Row>({
    name: 'outbound_message',
    text: `SELECT m.content, m.deleted_at, m.automatic, m.author_kind, p.name AS author_name, c.subject, c.protocol,
        coalesce(k.locale, o.locale) AS locale, i.kind, i.value, i.name AS identity_name,
        t.kind AS thread_kind, t.key AS thread_key,
        (SELECT x.external_id FROM external_ids x WHERE x.org_id = $1 AND x.message_id = m.reply_to_id AND x.inbox_id = $3
         LIMIT 1) AS reply_external, l.side,
        CASE WHEN $5 THEN (SELECT x.external_id FROM messages s
          JOIN external_ids x ON x.org_id = $1 AND x.message_id = s.id AND x.inbox_id = $3
          WHERE s.org_id = $1 AND s.conversation_id = m.conversation_id AND s.visibility = 'public'
            AND s.author_kind = 'customer' AND s.author_id = l.identity_id AND s.deleted_at IS NULL
          ORDER BY s.seq DESC LIMIT 1) END AS public_external,
        CASE WHEN $6 THEN (SELECT max(w.last_inbound_at) FROM identities a
          JOIN legs w ON w.org_id = a.org_id AND w.identity_id = a.id AND w.inbox_id = $3 AND w.side = 'private'
          WHERE a.org_id = $1 AND a.match_key = i.match_key AND a.kind = i.kind) END AS private_inbound_at
      FROM messages m
      JOIN conversations c ON c.org_id = $1 AND c.id = m.conversation_id
      JOIN customers k ON k.org_id = $1 AND k.id = c.customer_id
      JOIN organisations o ON o.id = $1
      JOIN legs l ON l.org_id = $1 AND l.id = $4
      JOIN identities i ON i.org_id = $1 AND i.id = l.identity_id
      LEFT JOIN outside_threads t ON t.org_id = $1 AND t.id = l.outside_thread_id
      LEFT JOIN members p ON p.org_id = $1 AND m.author_kind = 'person' AND p.id = m.author_id
      WHERE m.org_id = $1 AND m.id = $2`,
    values: [
      ctx.orgId,
      dispatch.messageId,
      inbox.id,
      dispatch.legId,
      capabilities.public !== undefined,
      capabilities.windowHours !== null,
    ],
  });
  return result.rows[0];
}

async function loadAttachments(ctx: Ctx, dispatch: ClaimedDispatch) {
  return ctx.db
    .selectFrom('attachments')
    .innerJoin('files', (join) =>
      join.onRef('files.org_id', '=', 'attachments.org_id').onRef('files.id', '=', 'attachments.file_id'),
    )
    .select([
      ...(['attachments.id', 'attachments.name', 'attachments.type', 'attachments.kind'] as const),
      ...(['attachments.content_id', 'files.size', 'files.hash'] as const),
    ])
    .where('attachments.message_id', '=', dispatch.messageId)
    .orderBy('attachments.position')
    .execute();
}

const referencesAtMost = 30;

/** External ids of the conversation on this inbox, oldest first: the thread a mail client follows. */
async function loadReferences(ctx: Ctx, inbox: LoadedInbox, dispatch: ClaimedDispatch): Promise<string[]> {
  if (!inbox.plugin.manifest.capabilities.subject) return [];
  const result = await ctx.client.query<{ external_id: string }>({
    name: 'outbound_references',
    text: `SELECT x.external_id FROM messages m
      JOIN external_ids x ON x.org_id = $1 AND x.message_id = m.id AND x.inbox_id = $3
      WHERE m.org_id = $1 AND m.conversation_id = $2 AND m.id <> $4 ORDER BY m.seq DESC LIMIT $5`,
    values: [ctx.orgId, dispatch.conversationId, inbox.id, dispatch.messageId, referencesAtMost],
  });
  return result.rows.map((row) => row.external_id).reverse();
}

/** Others of the conversation who are reached by copy on this channel. */
async function loadCopies(ctx: Ctx, inbox: LoadedInbox, dispatch: ClaimedDispatch) {
  if (!inbox.plugin.manifest.capabilities.subject) return [];
  const kinds = inbox.plugin.manifest.identityKinds.map((kind) => kind.kind);
  const rows = await ctx.db
    .selectFrom('participants')
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'participants.org_id')
        .onRef('identities.id', '=', 'participants.identity_id'),
    )
    .select(['identities.kind', 'identities.value', 'identities.name'])
    .where('participants.conversation_id', '=', dispatch.conversationId)
    .where('participants.role', '=', 'cc')
    .where('identities.kind', 'in', kinds.length > 0 ? kinds : [''])
    .execute();
  return rows.map((row) => ({ kind: row.kind, value: row.value, ...(row.name ? { name: row.name } : {}) }));
}

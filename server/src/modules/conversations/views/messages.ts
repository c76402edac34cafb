import type { Automatic, DispatchState } from '@meada/contract/channels';
import { Content, summaryOf } from '@meada/contract/content';
import type { Mention } from '@meada/contract/mentions';
import type { ConversationScope } from '@meada/contract/permissions';
import type {
  AuthorKind,
  JoinReason,
  Message,
  MessageVisibility,
} from '@meada/contract/routes/conversations';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type AmendmentJson, amendmentOf, presentAmendment } from './amendment.ts';
import { type AttachmentRow, presentAttachment } from './attachments.ts';
import { isoOf } from './items.ts';

type Row = {
  id: string;
  conversation_id: string;
  seq: number;
  at: Date;
  author_kind: AuthorKind;
  author_id: string | null;
  author_name: string | null;
  visibility: MessageVisibility;
  channel: string | null;
  inbox_id: string | null;
  leg_id: string | null;
  content: unknown;
  has_body: string;
  has_more: boolean;
  automatic: Automatic;
  echo: boolean;
  client_id: string | null;
  join_reason: JoinReason | null;
  facts: Record<string, string | number | boolean>;
  hidden_at: Date | null;
  edited_at: Date | null;
  deleted_at: Date | null;
  reply: { id: string; seq: number; content: unknown; deleted: boolean; author: string | null } | null;
  attachments: (AttachmentRow & { thumbnail: boolean })[] | null;
  reactions: Message['reactions'] | null;
  dispatch: { state: DispatchState; at: string; code: string | null; text: string | null } | null;
  amendment: AmendmentJson | null;
  mentions: Mention[] | null;
  assignee_id: string | null;
  team_id: string | null;
  follower_ids: string[];
  guest_id: string | null;
};

/** Name of an author: a person's, a key's, or the customer's own. `m` is the message's alias. */
export const authorName = (m: string) => sql`CASE ${sql.ref(`${m}.author_kind`)}
    WHEN 'person' THEN (SELECT p.name FROM members p WHERE p.org_id = ${sql.ref(`${m}.org_id`)} AND p.id = ${sql.ref(`${m}.author_id`)})
    WHEN 'bot' THEN (SELECT p.name FROM api_keys p WHERE p.org_id = ${sql.ref(`${m}.org_id`)} AND p.id = ${sql.ref(`${m}.author_id`)})
    WHEN 'customer' THEN (SELECT coalesce(r.name, i.name) FROM identities i
      JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
      JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
      WHERE i.org_id = ${sql.ref(`${m}.org_id`)} AND i.id = ${sql.ref(`${m}.author_id`)})
    END`;

/** The name behind a reaction's author (`person:<id>`, `identity:<id>`). */
const reactionBy = sql`coalesce(
    (SELECT p.name FROM members p WHERE p.org_id = e.org_id AND 'person:' || p.id = e.author),
    (SELECT coalesce(r.name, i.name, i.canonical) FROM identities i
      JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
      JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
      WHERE i.org_id = e.org_id AND split_part(e.author, ':', 1) = 'identity' AND i.id = split_part(e.author, ':', 2)::uuid),
    '')`;

/** One statement for any number of messages with all that hangs on them. */
async function select(ctx: Ctx, where: RawBuilder<SqlBool>, tail: RawBuilder<unknown>): Promise<Row[]> {
  const result = await sql<Row>`
    SELECT m.id, m.conversation_id, m.seq, m.at, m.author_kind, m.author_id, ${authorName('m')} AS author_name,
      m.visibility, x.channel, m.inbox_id, m.leg_id, m.content, m.has_body,
      (m.has_body <> '' AND EXISTS (SELECT FROM message_bodies b
        WHERE b.org_id = m.org_id AND b.message_id = m.id AND b.text IS NOT NULL)) AS has_more,
      m.facts, m.hidden_at, m.automatic, m.echo, m.client_id, m.join_reason, m.edited_at, m.deleted_at, c.assignee_id, c.team_id, c.follower_ids, c.guest_id,
      CASE WHEN m.visibility = 'internal' THEN (SELECT jsonb_agg(jsonb_build_object('personId', n.person_id, 'teamId', n.team_id,
          'start', n.starts_at, 'length', n.length) ORDER BY n.position)
        FROM mentions n WHERE n.org_id = m.org_id AND n.message_id = m.id) END AS mentions,
      CASE WHEN q.id IS NOT NULL THEN jsonb_build_object('id', q.id, 'seq', q.seq, 'content', q.content,
        'deleted', q.deleted_at IS NOT NULL, 'author', ${authorName('q')}) END AS reply,
      (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'type', a.type, 'size', a.size,
          'width', a.width, 'height', a.height, 'seconds', a.seconds, 'inline', a.inline, 'state', a.state,
          'thumbnail', a.thumbnail_id IS NOT NULL) ORDER BY a.position, a.id)
        FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id) AS attachments,
      (SELECT jsonb_agg(jsonb_build_object('emoji', e.emoji, 'by', ${reactionBy}, 'personId',
          CASE split_part(e.author, ':', 1) WHEN 'person' THEN split_part(e.author, ':', 2) END) ORDER BY e.emoji, e.at)
        FROM reactions e WHERE e.org_id = m.org_id AND e.message_id = m.id) AS reactions,
      CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('state', d.state, 'at', d.updated_at, 'code', d.error_code,
        'text', d.error_text) END AS dispatch,
      ${amendmentOf('m')} AS amendment
    FROM messages m
    JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    LEFT JOIN inboxes x ON x.org_id = m.org_id AND x.id = m.inbox_id
    LEFT JOIN messages q ON q.org_id = m.org_id AND q.id = m.reply_to_id AND q.conversation_id = m.conversation_id
    LEFT JOIN dispatches d ON d.org_id = m.org_id AND d.message_id = m.id
    WHERE m.org_id = ${ctx.orgId} AND ${where} ${tail}`.execute(ctx.db);
  return result.rows;
}

function messageOf(ctx: Ctx, row: Row): Message {
  const gone = row.deleted_at !== null;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    at: row.at.toISOString(),
    author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
    visibility: row.visibility,
    channel: row.channel,
    inboxId: row.inbox_id,
    legId: row.leg_id,
    content: Content.parse(row.content),
    ...(row.mentions && !gone ? { mentions: row.mentions } : {}),
    hasHtml: !gone && row.has_body === 'html',
    hasMore: !gone && row.has_more,
    attachments: gone ? [] : (row.attachments ?? []).map((attachment) => presentAttachment(ctx, attachment)),
    replyTo: row.reply && {
      id: row.reply.id,
      seq: row.reply.seq,
      text: row.reply.deleted ? '' : summaryOf(Content.parse(row.reply.content)),
      author: row.reply.author,
    },
    reactions: row.reactions ?? [],
    automatic: row.automatic,
    echo: row.echo,
    facts: gone ? {} : row.facts,
    hiddenAt: isoOf(row.hidden_at),
    editedAt: isoOf(row.edited_at),
    deletedAt: isoOf(row.deleted_at),
    dispatch: row.dispatch && {
      state: row.dispatch.state,
      at: new Date(row.dispatch.at).toISOString(),
      error: row.dispatch.code ? { code: row.dispatch.code, text: row.dispatch.text ?? '' } : null,
    },
    amendment: row.amendment && presentAmendment(row.amendment),
    clientId: row.client_id,
    joinReason: row.join_reason,
  };
}

export type MessagesPage = { items: Message[]; hasMore: boolean };
export type MessagesQuery = {
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
  /** Only what the customer may read. */
  customersOnly?: boolean;
};

/**
 * Messages of a conversation by number, oldest first: the newest, those before a number, or those after one. Asks
 * nobody's permission: the caller has found the conversation by `findSeen` or as the visitor's own.
 */
export async function readMessages(
  ctx: Ctx,
  conversationId: string,
  query: MessagesQuery,
): Promise<MessagesPage> {
  const { before, after, limit } = query;
  const forward = after !== undefined;
  const conditions = [
    sql`m.conversation_id = ${conversationId}`,
    ...(query.customersOnly ? [sql`m.visibility <> 'internal'`] : []),
    ...(before === undefined ? [] : [sql`m.seq < ${before}`]),
    ...(after === undefined ? [] : [sql`m.seq > ${after}`]),
  ];
  const order = forward ? sql`ORDER BY m.seq` : sql`ORDER BY m.seq DESC`;
  const where = sql<SqlBool>`${sql.join(conditions, sql` AND `)}`;
  const rows = await select(ctx, where, sql`${order} LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit).map((row) => messageOf(ctx, row));
  return { items: forward ? page : page.reverse(), hasMore: rows.length > limit };
}

/** Messages by id with the facts visibility is decided on; for the live feed and for answers to writes. */
export async function messagesByIds(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ message: Message; scope: ConversationScope }[]> {
  if (ids.length === 0) return [];
  const rows = await select(
    ctx,
    sql<SqlBool>`m.id = ANY(${[...ids]}::uuid[])`,
    sql`ORDER BY m.conversation_id, m.seq`,
  );
  return rows.map((row) => ({
    message: messageOf(ctx, row),
    scope: {
      ...{ assigneeId: row.assignee_id, teamId: row.team_id },
      ...{ followerIds: row.follower_ids, guestId: row.guest_id },
    },
  }));
}

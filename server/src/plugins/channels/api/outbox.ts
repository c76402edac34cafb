import { type AttachmentKind, Content } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import type { ChannelMessage } from '@meada/contract/routes/channel';
import type { Ctx } from '../../../kernel/ctx.ts';
import { fileExpiry, fileUrl } from '../../../modules/conversations/index.ts';
import { format } from './format.ts';
import { ownUserId } from './ids.ts';

type Inbox = { id: string; base: string };

type Row = {
  id: string;
  n: number;
  message_id: string;
  content: unknown;
  automatic: string;
  kind: string;
  value: string;
  name: string | null;
  author: string;
  locale: string;
  protocol: string;
  reply_external: string | null;
};

/**
 * What waits in the outbox: handed over by the dispatch, not acknowledged. LIKE is what the partial index says; the
 * equality keeps out a pushed message that the other system gave such an id.
 */
const waits = `d.state = 'sent' AND d.external_id LIKE 'outbox:%' AND d.external_id = 'outbox:' || d.id`;

/** One page of what waits, oldest first. Reading takes nothing away: who is killed after it reads the same again. */
export async function outboxOf(
  ctx: Ctx,
  inbox: Inbox,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: ChannelMessage[]; next: string | null }> {
  const { rows } = await ctx.client.query<Row>({
    name: 'channel_outbox',
    text: `SELECT d.id, d.n, m.id AS message_id, m.content, m.automatic, i.kind, i.value, i.name,
        coalesce(p.name, b.name) AS author, coalesce(k.locale, o.locale) AS locale, c.protocol,
        (SELECT x.external_id FROM external_ids x WHERE x.org_id = $1 AND x.message_id = m.reply_to_id
           AND x.inbox_id = $2 LIMIT 1) AS reply_external
      FROM dispatches d
      JOIN messages m ON m.org_id = $1 AND m.id = d.message_id AND m.deleted_at IS NULL
      JOIN conversations c ON c.org_id = $1 AND c.id = m.conversation_id
      JOIN customers k ON k.org_id = $1 AND k.id = c.customer_id
      JOIN organisations o ON o.id = $1
      JOIN inboxes n ON n.org_id = $1 AND n.id = d.inbox_id
      JOIN brands b ON b.org_id = $1 AND b.id = n.brand_id
      JOIN legs l ON l.org_id = $1 AND l.id = d.leg_id
      JOIN identities i ON i.org_id = $1 AND i.id = l.identity_id
      LEFT JOIN members p ON p.org_id = $1 AND m.author_kind = 'person' AND p.id = m.author_id
      WHERE d.org_id = $1 AND d.inbox_id = $2 AND ${waits} AND d.n > $3
      ORDER BY d.n LIMIT $4`,
    values: [ctx.orgId, inbox.id, after ?? '0', limit + 1],
  });
  const page = rows.slice(0, limit);
  const files = await filesOf(ctx, page);
  return {
    items: page.map((row) => itemOf(row, inbox, files.get(row.message_id) ?? [])),
    next: rows.length > limit ? String(page.at(-1)?.n) : null,
  };
}

function itemOf(row: Row, inbox: Inbox, attachments: ChannelMessage['attachments']): ChannelMessage {
  const to = { kind: row.kind, value: row.value, ...(row.name && { name: row.name }) };
  const message = {
    dispatchId: row.id,
    to,
    content: Content.parse(row.content),
    author: { name: row.author, locale: row.locale as Locale },
    automatic: row.automatic !== 'no',
    protocol: row.protocol,
    ...(row.reply_external && { replyToExternalId: row.reply_external }),
  };
  // The base may have been renamed since; then the whole address is the best that can be told.
  return format(message, ownUserId(to, inbox.base) ?? row.value, attachments);
}

async function filesOf(ctx: Ctx, rows: Row[]): Promise<Map<string, ChannelMessage['attachments']>> {
  const files = new Map<string, ChannelMessage['attachments']>();
  if (rows.length === 0) return files;
  const found = await ctx.db
    .selectFrom('attachments')
    .select(['id', 'message_id', 'name', 'type', 'kind', 'size'])
    .where('org_id', '=', ctx.orgId)
    .where(
      'message_id',
      'in',
      rows.map((row) => row.message_id),
    )
    .orderBy('position')
    .execute();
  const expires = fileExpiry(ctx.clock.now());
  for (const { id, message_id, kind, ...file } of found) {
    const path = fileUrl(ctx, { orgId: ctx.orgId, attachmentId: id, variant: 'original' }, expires);
    const url = new URL(path, `${ctx.publicUrl}/`).href;
    const list = files.get(message_id ?? '') ?? [];
    files.set(message_id ?? '', [...list, { ...file, kind: kind as AttachmentKind, url }]);
  }
  return files;
}

export type Acknowledged = { id: string; externalId?: string | undefined };

/**
 * Marks messages as arrived and keeps the other system's ids of them. What is not waiting (another inbox's, acknowledged
 * before) is passed over. Answers how many were waiting.
 */
export async function acknowledge(
  ctx: Ctx,
  inboxId: string,
  items: readonly Acknowledged[],
): Promise<number> {
  const { rows } = await ctx.client.query<{ id: string; message_id: string; conversation_id: string }>({
    name: 'channel_outbox_ack',
    // Locked in one order: two acknowledgements of the same messages wait for each other.
    text: `WITH waiting AS (
        SELECT d.id FROM dispatches d WHERE d.org_id = $1 AND d.inbox_id = $2 AND d.id = ANY($3) AND ${waits}
        ORDER BY d.id FOR UPDATE
      )
      UPDATE dispatches d SET state = 'delivered', updated_at = $4 FROM waiting
      WHERE d.org_id = $1 AND d.id = waiting.id RETURNING d.id, d.message_id, d.conversation_id`,
    values: [ctx.orgId, inboxId, items.map((item) => item.id), ctx.clock.now()],
  });
  const theirs = new Map(items.map((item) => [item.id, item.externalId]));
  const named = rows.flatMap((row) => {
    const externalId = theirs.get(row.id);
    const ids = { org_id: ctx.orgId, inbox_id: inboxId, message_id: row.message_id };
    return externalId === undefined ? [] : [{ ...ids, external_id: externalId }];
  });
  if (named.length > 0) {
    await ctx.db
      .insertInto('external_ids')
      .values(named)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const row of rows) {
    const facts = { conversationId: row.conversation_id, messageId: row.message_id, what: 'dispatch' };
    ctx.emit({ name: 'message.changed', facts });
  }
  return rows.length;
}

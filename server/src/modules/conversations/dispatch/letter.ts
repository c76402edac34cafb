import type { OutboundMessage } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { signatureFor } from '../../inboxes/index.ts';
import type { Copied } from '../sending/letter.ts';

type Row = {
  html: string | null;
  cc: Copied[] | null;
  bcc: Copied[] | null;
  quoted_at: Date | null;
  quoted_content: Content | null;
  quoted_text: string | null;
  quoted_html: string | null;
  quoted_name: string | null;
  quoted_value: string | null;
  zone: string;
  author: string | null;
  inbox_id: string | null;
};

export type SentLetter = Pick<OutboundMessage, 'html' | 'cc' | 'bcc' | 'quoted' | 'signature'>;

/** Rich text, copies and quotation of a message on its way out, in one query; what it has not is left out. */
export async function loadLetter(ctx: Ctx, messageId: string): Promise<SentLetter> {
  const result = await sql<Row>`
    SELECT b.html, e.cc, e.bcc, q.at AS quoted_at, q.content AS quoted_content, qb.text AS quoted_text,
      qb.html AS quoted_html, coalesce(i.name, p.name, r.name) AS quoted_name, coalesce(i.value, x.address) AS quoted_value, o.time_zone AS zone,
      CASE WHEN m.author_kind = 'person' AND m.automatic = 'no' THEN m.author_id END AS author, m.inbox_id
    FROM messages m
    JOIN organisations o ON o.id = m.org_id
    LEFT JOIN message_bodies b ON b.org_id = m.org_id AND b.message_id = m.id
    LEFT JOIN message_envelopes e ON e.org_id = m.org_id AND e.message_id = m.id
    LEFT JOIN messages q ON q.org_id = m.org_id AND q.id = e.quoted_id AND q.deleted_at IS NULL
    LEFT JOIN message_bodies qb ON qb.org_id = m.org_id AND qb.message_id = q.id
    LEFT JOIN identities i ON i.org_id = m.org_id AND q.author_kind = 'customer' AND i.id = q.author_id
    LEFT JOIN members p ON p.org_id = m.org_id AND q.author_kind = 'person' AND p.id = q.author_id
    LEFT JOIN inboxes x ON x.org_id = m.org_id AND x.id = q.inbox_id
    LEFT JOIN brands r ON r.org_id = m.org_id AND r.id = x.brand_id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ${messageId}`.execute(ctx.db);
  const row = result.rows[0];
  if (!row) return {};
  const quoted = quotedOf(row);
  // Rich text was written with the signature in it, where its author saw and could change it.
  const signed = row.html === null && row.inbox_id !== null;
  const signature = signed ? await signatureFor(ctx, row.inbox_id ?? '', row.author) : '';
  return {
    ...(row.html ? { html: row.html } : {}),
    ...(row.cc ? { cc: row.cc } : {}),
    ...(row.bcc?.length ? { bcc: row.bcc } : {}),
    ...(quoted ? { quoted } : {}),
    ...(signature ? { signature } : {}),
  };
}

function quotedOf(row: Row): OutboundMessage['quoted'] {
  if (!row.quoted_at || !row.quoted_content) return undefined;
  const said = 'text' in row.quoted_content ? (row.quoted_content.text ?? '') : '';
  const { quoted_name: name, quoted_value: value } = row;
  return {
    at: row.quoted_at.toISOString(),
    zone: row.zone,
    from: name && value ? `${name} <${value}>` : (name ?? value ?? ''),
    text: row.quoted_text ?? said,
    ...(row.quoted_html ? { html: row.quoted_html } : {}),
  };
}

import { type Content, summaryOf } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { hiddenLegs } from '../routing/index.ts';

/**
 * Everything of one demand that its customer may see (Decreto 11.034/2022, art. 12 § 2, II): the words of both sides with their
 * times, agents by their first name, files, when it was resolved. Notes to colleagues and words of other people are not in it.
 */

export type HistoryFile = { id: string; name: string; size: number };
export type HistoryLine =
  | {
      kind: 'message';
      at: Date;
      /** `other`: somebody else who took part; their words are theirs. */
      who: 'customer' | 'firm' | 'house' | 'other';
      name: string | null;
      text: string;
      deleted: boolean;
      files: HistoryFile[];
    }
  | { kind: 'resolved' | 'reopened'; at: Date };
export type History = {
  firm: string;
  brand: string;
  protocol: string;
  locale: Locale;
  zone: string;
  customer: string | null;
  registeredAt: Date;
  resolvedAt: Date | null;
  upToSeq: number;
  lines: HistoryLine[];
};

type HeadRow = Omit<History, 'lines' | 'upToSeq'> & { lastSeq: number; root: string };
type Row = {
  id: string;
  at: Date;
  author_kind: string;
  content: Content;
  body: string | null;
  deleted: boolean;
  name: string | null;
  is_other: boolean;
  files: HistoryFile[] | null;
};
const linesAtMost = 5000;

export type HistoryAsked = {
  conversationId: string;
  upToSeq: number | null;
  /** The leg it is sent on; null: handed over, or not sent yet. */
  legId: string | null;
};

/**
 * The demand of a conversation up to the message of a number, or to its last. What was said at an address that a browser only
 * claimed (decision 0048) is for whoever holds that address, and in no history that goes elsewhere.
 */
export async function loadHistory(
  ctx: Ctx,
  { conversationId, upToSeq, legId }: HistoryAsked,
): Promise<History> {
  const claimed = await hiddenLegs(ctx, [conversationId]);
  const hidden = legId !== null && claimed.has(legId) ? [] : [...claimed];
  const head = await headOf(ctx, conversationId);
  const last = upToSeq ?? head.lastSeq;
  const { rows } = await sql<Row>`
    SELECT m.id, m.at, m.author_kind, m.content, b.text AS body, m.deleted_at IS NOT NULL AS deleted,
      (SELECT p.name FROM members p WHERE p.org_id = m.org_id AND p.id = m.author_id AND m.author_kind = 'person') AS name,
      m.author_kind = 'customer' AND coalesce((SELECT k.canonical_id <> ${head.root} FROM identities i
        JOIN customers k ON k.org_id = i.org_id AND k.id = i.customer_id
        WHERE i.org_id = m.org_id AND i.id = m.author_id), true) AS is_other,
      (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'size', a.size) ORDER BY a.position, a.id)
        FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id AND a.file_id IS NOT NULL) AS files
    FROM messages m LEFT JOIN message_bodies b ON b.org_id = m.org_id AND b.message_id = m.id
    WHERE m.org_id = ${ctx.orgId} AND m.conversation_id = ${conversationId} AND m.seq <= ${last}
      AND (m.leg_id IS NULL OR m.leg_id <> ALL (${hidden}::uuid[]))
      AND (m.visibility <> 'internal' OR (m.author_kind = 'system' AND m.content ->> 'code' IN ('resolved', 'reopened')))
    ORDER BY m.seq LIMIT ${linesAtMost}`.execute(ctx.db);
  const { lastSeq: _, root: __, ...shown } = head;
  return { ...shown, upToSeq: last, lines: rows.flatMap((row) => lineOf(row) ?? []) };
}

async function headOf(ctx: Ctx, conversationId: string): Promise<HeadRow> {
  const { rows } = await sql<HeadRow>`
    SELECT z.name AS firm, b.name AS brand, c.protocol, coalesce(k.locale, z.locale) AS locale, z.time_zone AS zone,
      k.name AS customer, c.created_at AS "registeredAt", c.resolved_at AS "resolvedAt", c.last_seq AS "lastSeq", k.id AS root
    FROM conversations c JOIN organisations z ON z.id = c.org_id
    JOIN brands b ON b.org_id = c.org_id AND b.id = c.brand_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers k ON k.org_id = o.org_id AND k.id = o.canonical_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId}`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error('the conversation of a history is not there');
  return row;
}

const firstName = (name: string | null): string | null => name?.trim().split(/\s+/)[0] || null;

function lineOf(row: Row): HistoryLine | null {
  const { at, content } = row;
  if (content.kind === 'system') {
    const { code } = content;
    return code === 'resolved' || code === 'reopened' ? { kind: code, at } : null;
  }
  const who = whoOf(row);
  const silent = row.deleted || who === 'other';
  return {
    ...{ kind: 'message', at, who, name: who === 'firm' ? firstName(row.name) : null, deleted: row.deleted },
    text: silent ? '' : (row.body ?? summaryOf(content)),
    files: silent ? [] : (row.files ?? []),
  };
}

function whoOf({ author_kind, is_other }: Row): 'customer' | 'firm' | 'house' | 'other' {
  if (author_kind === 'customer') return is_other ? 'other' : 'customer';
  return author_kind === 'person' ? 'firm' : 'house';
}

import type { DueWhat } from '@meada/contract/agreements';
import type { LoudnessReason } from '@meada/contract/public';
import type {
  AuthorKind,
  ConversationItem,
  Priority,
  StatusCategory,
} from '@meada/contract/routes/conversations';
import type { CustomerRef } from '@meada/contract/routes/customers';
import type { ShownStatus } from '@meada/contract/statuses';
import { markOf, type SurveyScale } from '@meada/contract/surveys';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { customerRefs } from '../../customers/index.ts';
import { ownStatus } from '../statuses/views.ts';

export type ItemRow = {
  id: string;
  protocol: string;
  subject: string | null;
  status: StatusCategory;
  own_status: ShownStatus | null;
  priority: Priority;
  label_ids: string[];
  assignee_id: string | null;
  team_id: string | null;
  follower_ids: string[];
  guest_id: string | null;
  brand_id: string;
  channel: string;
  inbox_id: string;
  preview: string | null;
  preview_kind: string | null;
  preview_author: AuthorKind | null;
  last_seq: number;
  last_inbound_seq: number;
  read_seq: number;
  waiting_since: Date | null;
  snoozed_until: Date | null;
  loudness: number;
  loudness_reasons: LoudnessReason[];
  loudness_set: number | null;
  public: boolean;
  rating: { rating: number; scale: SurveyScale } | null;
  active_at: Date;
  merged_into_id: string | null;
  due_at: Date | null;
  due_what: DueWhat | null;
  due_warn_at: Date | null;
  due_paused: boolean | null;
  created_at: Date;
  customer_id: string;
};

/** Columns of an item; `c` is the conversation, `r` the reader's mark. */
export const itemColumns = sql`c.id, c.protocol, c.subject, c.status, ${ownStatus} AS own_status, c.priority, c.label_ids,
  c.assignee_id, c.team_id, c.follower_ids, c.guest_id, c.brand_id, c.channel, c.inbox_id, c.preview, c.preview_kind, c.preview_author, c.last_seq,
  c.last_inbound_seq, coalesce(r.seq, 0) AS read_seq, c.waiting_since, c.snoozed_until, c.loudness, c.loudness_reasons, c.loudness_set,
  EXISTS (SELECT FROM legs p WHERE p.org_id = c.org_id AND p.conversation_id = c.id AND p.side = 'public') AS public,
  (SELECT jsonb_build_object('rating', s.rating, 'scale', s.scale) FROM surveys s WHERE s.org_id = c.org_id
    AND s.conversation_id = c.id AND s.rating IS NOT NULL ORDER BY s.rated_at DESC, s.id DESC LIMIT 1) AS rating, c.active_at, c.created_at,
  c.customer_id, c.merged_into_id, k.due_at, k.due_what, k.warn_at AS due_warn_at, k.paused AS due_paused`;

/** Tables of an item; `reader` (`person:<id>`) has the read mark. */
export const itemTables = (reader: string | null) => sql`conversations c
  LEFT JOIN read_marks r ON r.org_id = c.org_id AND r.conversation_id = c.id AND r.reader = ${reader}
  LEFT JOIN conversation_clocks k ON k.org_id = c.org_id AND k.conversation_id = c.id`;

/** Its nearest deadline, or that what is owed stands still. */
function dueOf(row: ItemRow): ConversationItem['due'] {
  if (row.due_at) return { what: row.due_what, at: isoOf(row.due_at), warnAt: isoOf(row.due_warn_at) };
  return row.due_paused ? { what: null, at: null, warnAt: null } : null;
}

export const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The item of a row; `refs` has the customer by the id in the row. */
export function itemOf(row: ItemRow, refs: ReadonlyMap<string, CustomerRef>): ConversationItem {
  return {
    id: row.id,
    protocol: row.protocol,
    subject: row.subject,
    status: row.status,
    ownStatus: row.own_status,
    priority: row.priority,
    labelIds: row.label_ids,
    customer: found(refs.get(row.customer_id), 'customer'),
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    followerIds: row.follower_ids,
    guestId: row.guest_id,
    brandId: row.brand_id,
    channel: row.channel,
    inboxId: row.inbox_id,
    preview:
      row.preview === null
        ? null
        : { text: row.preview, kind: row.preview_kind ?? 'text', authorKind: row.preview_author ?? 'system' },
    lastSeq: row.last_seq,
    lastInboundSeq: row.last_inbound_seq,
    readSeq: row.read_seq,
    waitingSince: isoOf(row.waiting_since),
    snoozedUntil: isoOf(row.snoozed_until),
    loudness: row.loudness,
    loudnessReasons: row.loudness_reasons,
    loudnessSet: row.loudness_set,
    public: row.public,
    rating: row.rating && { ...row.rating, mark: markOf(row.rating.scale, row.rating.rating) },
    mergedIntoId: row.merged_into_id,
    due: dueOf(row),
    activeAt: row.active_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  };
}

/**
 * List items by id, in the order of the ids; unknown ones are left out. Asks nobody's permission: for ids that were
 * found by `seenBy`, and for the live feed, which checks each reader by `assigneeId` and `teamId` of the item.
 */
export async function conversationItems(
  ctx: Ctx,
  ids: readonly string[],
  reader: string | null = null,
): Promise<ConversationItem[]> {
  if (ids.length === 0) return [];
  const result = await sql<ItemRow>`
    SELECT ${itemColumns} FROM ${itemTables(reader)}
    WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${[...ids]}::uuid[])`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    result.rows.map((row) => row.customer_id),
  );
  const byId = new Map(result.rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [itemOf(row, refs)] : [];
  });
}

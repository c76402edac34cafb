import { type Content, summaryOf } from '@meada/contract/content';
import type { DutyState, PublicDuty, PublicKind } from '@meada/contract/public';
import type { DutyItem } from '@meada/contract/routes/public-duties';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { customerRefs } from '../../customers/index.ts';
import { seenBy } from '../visibility.ts';

export type DutyRow = {
  id: string;
  conversation_id: string;
  leg_id: string;
  inbox_id: string;
  message_id: string;
  kind: PublicKind;
  state: DutyState;
  url: string | null;
  rating: number | null;
  due_at: Date | string | null;
  reason: string | null;
  created_at: Date | string;
  settled_at: Date | string | null;
};

const columns = sql`d.id, d.conversation_id, d.leg_id, d.inbox_id, d.message_id, d.kind, d.state, d.url, d.rating,
  d.due_at, d.reason, d.created_at, d.settled_at`;

const isoOf = (at: Date | string): string => new Date(at).toISOString();

export const dutyOf = (row: DutyRow): PublicDuty => ({
  id: row.id,
  conversationId: row.conversation_id,
  legId: row.leg_id,
  inboxId: row.inbox_id,
  messageId: row.message_id,
  kind: row.kind,
  state: row.state,
  url: row.url,
  rating: row.rating,
  dueAt: row.due_at && isoOf(row.due_at),
  reason: row.reason,
  createdAt: isoOf(row.created_at),
  settledAt: row.settled_at && isoOf(row.settled_at),
});

const inOneAtMost = sql.lit(50);

/** What is owed in the conversation `c` of a larger statement, newest first, as JSON of `DutyRow`s; null when nothing. */
export const dutiesJson = sql`(SELECT jsonb_agg(to_jsonb(d) ORDER BY d.created_at DESC, d.id DESC)
  FROM (SELECT ${columns} FROM public_duties d WHERE d.org_id = c.org_id AND d.conversation_id = c.id
    ORDER BY d.created_at DESC, d.id DESC LIMIT ${inOneAtMost}) AS d)`;

export async function dutyById(ctx: Ctx, id: string): Promise<PublicDuty> {
  const { rows } =
    await sql<DutyRow>`SELECT ${columns} FROM public_duties d WHERE d.org_id = ${ctx.orgId} AND d.id = ${id}`.execute(
      ctx.db,
    );
  return dutyOf(found(rows[0], 'duty'));
}

const dutiesAtMost = 200;
/** Of the customer's words; the rest is in the conversation. */
const wordsAtMost = 300;

type DutyItemRow = DutyRow & {
  customer_id: string;
  channel: string;
  assignee_id: string | null;
  owner_id: string | null;
  loudness: number;
  to_paste: boolean;
  thread_name: string | null;
  content: Content;
};

/** Standing duties of the conversations the reader sees: the platform's deadline first, then the oldest. */
export async function listDuties(ctx: Ctx): Promise<DutyItem[]> {
  const { rows } =
    await sql<DutyItemRow>`SELECT ${columns}, c.customer_id, c.assignee_id, c.loudness, x.channel, o.id AS owner_id,
      t.name AS thread_name, m.content, EXISTS (SELECT FROM dispatches w
        WHERE w.org_id = d.org_id AND w.leg_id = d.leg_id AND w.state = 'by_hand') AS to_paste
    FROM public_duties d
    JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id
    JOIN messages m ON m.org_id = d.org_id AND m.id = d.message_id
    JOIN inboxes x ON x.org_id = d.org_id AND x.id = d.inbox_id
    LEFT JOIN members o ON o.org_id = x.org_id AND o.id = x.owner_id AND o.active
    JOIN legs l ON l.org_id = d.org_id AND l.id = d.leg_id
    LEFT JOIN outside_threads t ON t.org_id = l.org_id AND t.id = l.outside_thread_id AND t.kind = 'post'
    WHERE d.org_id = ${ctx.orgId} AND d.settled_at IS NULL AND ${seenBy(ctx.actor)}
    ORDER BY d.due_at NULLS LAST, d.created_at LIMIT ${dutiesAtMost}`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.customer_id),
  );
  return rows.map((row) => ({
    ...dutyOf(row),
    channel: row.channel,
    customer: found(refs.get(row.customer_id), 'customer'),
    text: summaryOf(row.content).slice(0, wordsAtMost),
    threadName: row.thread_name,
    assigneeId: row.assignee_id,
    ownerId: row.owner_id,
    loudness: row.loudness,
    toPaste: row.to_paste,
  }));
}

/** Who answers for the inboxes of duties, by duty; nobody for an inbox whose person has left: then it is everybody's. */
export async function ownersOfDuties(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('public_duties as d')
    .innerJoin('inboxes as x', (join) =>
      join.onRef('x.org_id', '=', 'd.org_id').onRef('x.id', '=', 'd.inbox_id'),
    )
    .leftJoin('members as o', (join) =>
      join.onRef('o.org_id', '=', 'x.org_id').onRef('o.id', '=', 'x.owner_id').on('o.active', '=', true),
    )
    .select(['d.id', 'o.id as owner_id'])
    .where('d.org_id', '=', ctx.orgId)
    .where('d.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.owner_id]));
}

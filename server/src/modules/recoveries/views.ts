import { Content } from '@meada/contract/content';
import type { Abandonment, AbandonmentKind, DismissReason } from '@meada/contract/routes/abandonments';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { seenBy } from '../conversations/index.ts';
import { customerRefs } from '../customers/index.ts';
import { viewerOf } from '../people/index.ts';
import { waysTo } from './ways.ts';

/** What the screens show of abandonments. */

export const listAtMost = 100;

/** Who sees one: who sees its conversation; a form that was never sent, everybody who sees more than what is assigned. */
export function seenAbandonments({ actor }: Pick<Ctx, 'actor'>): RawBuilder<boolean> {
  const { personId, visibility } = viewerOf(actor);
  const forms = visibility === 'assigned' ? sql`a.assignee_id = ${personId}::uuid` : sql`true`;
  return sql<boolean>`CASE WHEN a.conversation_id IS NULL THEN ${forms} ELSE ${seenBy(actor)} END`;
}

type Row = {
  id: string;
  kind: AbandonmentKind;
  state: Abandonment['state'];
  customer_id: string;
  root_id: string;
  conversation_id: string | null;
  protocol: string | null;
  content: unknown;
  said: string | null;
  inbox_id: string;
  channel: string;
  at: Date;
  waited_seconds: number | null;
  assignee_id: string | null;
  later_at: Date | null;
  tries: number;
  tried_at: Date | null;
  settled_at: Date | null;
  reason: DismissReason | null;
};

type Asked = { where: RawBuilder<unknown>; order: RawBuilder<unknown> };

/** Rows the reader sees, with the best way to each that still stands. */
export async function abandonmentsWhere(ctx: Ctx, { where, order }: Asked): Promise<Abandonment[]> {
  const { rows } = await sql<Row>`
    SELECT a.id, a.kind, a.state, a.customer_id, o.canonical_id AS root_id, a.conversation_id, c.protocol, s.content, a.said,
      a.inbox_id, x.channel, a.at, a.waited_seconds, a.assignee_id, a.later_at, a.tries, a.tried_at, a.settled_at, a.reason
    FROM abandonments a
    JOIN customers o ON o.org_id = a.org_id AND o.id = a.customer_id
    JOIN inboxes x ON x.org_id = a.org_id AND x.id = a.inbox_id
    LEFT JOIN conversations c ON c.org_id = a.org_id AND c.id = a.conversation_id
    LEFT JOIN LATERAL (SELECT m.content FROM messages m WHERE m.org_id = c.org_id AND m.conversation_id = c.id
      AND m.author_kind = 'customer' AND m.at <= a.at ORDER BY m.seq DESC LIMIT 1) s ON true
    WHERE a.org_id = ${ctx.orgId} AND ${where} AND ${seenAbandonments(ctx)}
    ORDER BY ${order} LIMIT ${listAtMost + 1}`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.customer_id),
  );
  const ways = await waysTo(
    ctx,
    rows.filter(({ settled_at }) => settled_at === null),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    customer: found(refs.get(row.customer_id), 'customer'),
    conversation: row.conversation_id ? { id: row.conversation_id, protocol: row.protocol ?? '' } : null,
    said: row.said ?? textOf(row.content),
    inboxId: row.inbox_id,
    channel: row.channel,
    at: row.at.toISOString(),
    waitedSeconds: row.waited_seconds,
    assigneeId: row.assignee_id,
    laterAt: row.later_at?.toISOString() ?? null,
    tries: row.tries,
    triedAt: row.tried_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
    reason: row.reason,
    way: ways.get(row.id) ?? null,
  }));
}

const saidAtMost = 400;

function textOf(content: unknown): string | null {
  const read = Content.safeParse(content);
  if (!read.success || !('text' in read.data)) return null;
  return read.data.text?.slice(0, saidAtMost) || null;
}

export const abandonmentById = async (ctx: Ctx, id: string): Promise<Abandonment> =>
  found((await abandonmentsWhere(ctx, { where: sql`a.id = ${id}`, order: sql`a.id` }))[0], 'abandonment');

/** How many stand, of those the reader sees; those put off are not counted as open. */
export async function standingCounts(ctx: Ctx): Promise<{ open: number; tried: number }> {
  const { rows } = await sql<{ open: number; tried: number }>`
    SELECT count(*) FILTER (WHERE a.state = 'open' AND (a.later_at IS NULL OR a.later_at <= ${ctx.clock.now()}))::int AS open,
      count(*) FILTER (WHERE a.state = 'tried')::int AS tried
    FROM abandonments a LEFT JOIN conversations c ON c.org_id = a.org_id AND c.id = a.conversation_id
    WHERE a.org_id = ${ctx.orgId} AND a.settled_at IS NULL AND ${seenAbandonments(ctx)}`.execute(ctx.db);
  return rows[0] ?? { open: 0, tried: 0 };
}

import type { ResponseOf } from '@meada/contract/route';
import type { listScheduled as route } from '@meada/contract/routes/scheduled';
import type { Scheduled } from '@meada/contract/scheduled';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { customerRefs } from '../../customers/index.ts';
import { type AttachmentRow, presentAttachment } from '../views/attachments.ts';
import type { ScheduledRow } from './store.ts';

type Row = ScheduledRow & {
  author: string;
  customer_id: string;
  files: AttachmentRow[] | null;
  created_at: Date;
};

const atMost = 200;

/** Files of a row, in the order they were chosen. */
const filesJson = sql`(SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'type', a.type,
    'size', a.size, 'width', a.width, 'height', a.height, 'seconds', a.seconds, 'inline', a.inline, 'state', a.state,
    'thumbnail', a.thumbnail_id IS NOT NULL) ORDER BY array_position(s.attachment_ids, a.id))
  FROM attachments a WHERE a.org_id = s.org_id AND a.id = ANY(s.attachment_ids))`;

async function rowsWhere(ctx: Ctx, where: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT s.id, s.conversation_id, s.person_id, m.name AS author, s.purpose, s.messages, s.draft_html, s.attachment_ids,
      s.due_at, s.unless_answered, s.known_seq, s.state, s.reason, s.next_at, s.tries, s.created_at, c.customer_id,
      ${filesJson} AS files
    FROM scheduled_messages s
    JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    JOIN members m ON m.org_id = s.org_id AND m.id = s.person_id
    WHERE s.org_id = ${ctx.orgId} AND ${where} ORDER BY s.due_at, s.id LIMIT ${atMost}`.execute(ctx.db);
  return rows;
}

function present(ctx: Ctx, row: Row): Scheduled {
  const { body } = found(row.messages[0], 'message');
  return {
    id: row.id,
    conversationId: row.conversation_id,
    author: { id: row.person_id, name: row.author },
    purpose: row.purpose,
    content: body.content,
    internal: body.internal,
    legId: body.legId ?? null,
    attachments: filesOf(ctx, row),
    dueAt: row.due_at.toISOString(),
    unlessAnswered: row.unless_answered,
    state: row.state,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
  };
}

const filesOf = (ctx: Ctx, row: Pick<Row, 'files'>) =>
  (row.files ?? []).map((file) => presentAttachment(ctx, file));

/** What waits in a conversation that is seen. */
export async function scheduledIn(ctx: Ctx, conversationId: string): Promise<Scheduled[]> {
  const rows = await rowsWhere(ctx, sql`s.conversation_id = ${conversationId}`);
  return rows.map((row) => present(ctx, row));
}

export async function scheduledById(ctx: Ctx, id: string): Promise<Scheduled> {
  return present(ctx, found((await rowsWhere(ctx, sql`s.id = ${id}`))[0], 'scheduled message'));
}

/** The files of one, as the composer takes them back. */
export async function scheduledFiles(ctx: Ctx, id: string): Promise<Scheduled['attachments']> {
  return filesOf(ctx, found((await rowsWhere(ctx, sql`s.id = ${id}`))[0], 'scheduled message'));
}

/** One's own, also in conversations one sees no longer: they are one's own words. */
export async function listScheduled(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  const rows = await rowsWhere(ctx, sql`s.person_id = ${ctx.actor.id}::uuid`);
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.customer_id),
  );
  return {
    items: rows.map((row) => ({
      ...present(ctx, row),
      customer: found(refs.get(row.customer_id), 'customer'),
    })),
  };
}

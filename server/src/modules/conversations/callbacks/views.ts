import { Content } from '@meada/contract/content';
import type { Callback, CallbackState } from '@meada/contract/routes/callbacks';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { customerRefs } from '../../customers/index.ts';
import { seenBy } from '../visibility.ts';

type Row = {
  id: string;
  conversation_id: string;
  inbox_id: string;
  channel: string;
  customer_id: string;
  assignee_id: string | null;
  content: unknown;
  promised_at: Date;
  state: CallbackState;
  tries: number;
  result: string | null;
  created_at: Date;
  settled_at: Date | null;
};

const callbacksAtMost = 200;

async function rowsWhere(ctx: Ctx, where: RawBuilder<unknown>): Promise<Callback[]> {
  const { rows } = await sql<Row>`
    SELECT b.id, b.conversation_id, b.inbox_id, x.channel, c.customer_id, c.assignee_id, m.content, b.promised_at,
      b.state, b.tries, b.result, b.created_at, b.settled_at
    FROM callbacks b
    JOIN conversations c ON c.org_id = b.org_id AND c.id = b.conversation_id
    JOIN messages m ON m.org_id = b.org_id AND m.id = b.message_id
    JOIN inboxes x ON x.org_id = b.org_id AND x.id = b.inbox_id
    WHERE b.org_id = ${ctx.orgId} AND ${where} AND ${seenBy(ctx.actor)}
    ORDER BY b.promised_at, b.id LIMIT ${callbacksAtMost}`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.customer_id),
  );
  return rows.map((row) => ({
    ...saidIn(row.content),
    id: row.id,
    conversationId: row.conversation_id,
    inboxId: row.inbox_id,
    channel: row.channel,
    customer: found(refs.get(row.customer_id), 'customer'),
    promisedAt: row.promised_at.toISOString(),
    state: row.state,
    tries: row.tries,
    result: row.result,
    assigneeId: row.assignee_id,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  }));
}

/** What the request says; nothing any more where the message was emptied. */
function saidIn(content: unknown): Pick<Callback, 'name' | 'phone' | 'text' | 'from'> {
  const read = Content.safeParse(content);
  if (!read.success || read.data.kind !== 'callback') return { name: '', phone: '', text: '', from: null };
  const { name, phone, text = '', from = null } = read.data;
  return { name, phone, text, from };
}

/** Who waits to be called in the conversations the reader sees, the nearest promise first. */
export const listCallbacks = (ctx: Ctx): Promise<Callback[]> => rowsWhere(ctx, sql`b.settled_at IS NULL`);

export async function callbackById(ctx: Ctx, id: string): Promise<Callback> {
  return found((await rowsWhere(ctx, sql`b.id = ${id}`))[0], 'callback');
}

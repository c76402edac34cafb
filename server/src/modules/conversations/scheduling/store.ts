import { sendMessage } from '@meada/contract/routes/conversations';
import type { HeldReason, ScheduledPurpose } from '@meada/contract/scheduled';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { SendBody } from '../sending/check.ts';

/** Writes of what goes out later. */

/** A message as it was written, and the address it goes to, which outlives the leg. */
export type Kept = { body: SendBody; to: SendBody['to'] };

export type ScheduledRow = {
  id: string;
  conversation_id: string;
  person_id: string;
  purpose: ScheduledPurpose;
  messages: Kept[];
  draft_html: string | null;
  attachment_ids: string[];
  due_at: Date;
  unless_answered: boolean;
  known_seq: number;
  state: 'waiting' | 'held';
  reason: HeldReason | null;
  next_at: Date;
  tries: number;
};

/** What one is called where there is none. */
export const scheduled = 'scheduled message';

const columns = sql`id, conversation_id, person_id, purpose, messages, draft_html, attachment_ids, due_at, unless_answered,
  known_seq, state, reason, next_at, tries`;

/** Locks a row, or answers nothing: it has gone out or was taken back. */
export async function lockScheduled(ctx: Ctx, id: string): Promise<ScheduledRow | undefined> {
  const { rows } = await sql<ScheduledRow>`
    SELECT ${columns} FROM scheduled_messages WHERE org_id = ${ctx.orgId} AND id = ${id} FOR UPDATE`.execute(
    ctx.db,
  );
  return rows[0];
}

/** Locks an own message, or 404: somebody else's, one that has gone out and none at all are answered alike. */
export async function lockOwn(ctx: Ctx, id: string): Promise<ScheduledRow> {
  const row = await lockScheduled(ctx, id);
  return found(row?.person_id === ctx.actor.id ? row : undefined, scheduled);
}

/** Where an own message stands, without holding it. */
export async function placeOf(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('scheduled_messages')
    .select('conversation_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return found(row, scheduled).conversation_id;
}

type Change = Partial<{
  due_at: Date;
  next_at: Date;
  unless_answered: boolean;
  known_seq: number;
  state: 'waiting' | 'held';
  reason: HeldReason | null;
  tries: number;
  purpose: ScheduledPurpose;
}>;

export async function updateScheduled(ctx: Ctx, id: string, change: Change): Promise<void> {
  await ctx.db
    .updateTable('scheduled_messages')
    .set(change)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Forgets a row; its uploads have another day before they are swept. */
export async function removeScheduled(
  ctx: Ctx,
  row: Pick<ScheduledRow, 'id' | 'attachment_ids'>,
): Promise<void> {
  await ctx.db
    .deleteFrom('scheduled_messages')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', row.id)
    .execute();
  if (row.attachment_ids.length === 0) return;
  await ctx.db
    .updateTable('attachments')
    .set({ created_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', row.attachment_ids)
    .where('message_id', 'is', null)
    .execute();
}

/** Says what became of one, and wakes the worker, which reckons anew when the next is due. */
export function tellScheduled(
  ctx: Ctx,
  row: Pick<ScheduledRow, 'id' | 'conversation_id' | 'person_id'>,
  state: 'waiting' | 'held' | 'sent' | 'dropped',
): void {
  ctx.emit({
    name: 'scheduled.changed',
    facts: { conversationId: row.conversation_id, scheduledId: row.id, personId: row.person_id, state },
  });
  ctx.afterCommit(() => ctx.bus.wake('scheduled'));
}

/** What was kept, read anew: a row may be older than the program. Throws when it makes no sense any more. */
export function bodiesOf(row: Pick<ScheduledRow, 'messages'>): SendBody[] {
  return row.messages.map(({ body }) => sendMessage.body.parse(body));
}

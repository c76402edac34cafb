import type { DutyState, PublicDuty, PublicKind } from '@meada/contract/public';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
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
  due_at: Date | null;
  reason: string | null;
  created_at: Date;
  settled_at: Date | null;
};

const columns = sql`d.id, d.conversation_id, d.leg_id, d.inbox_id, d.message_id, d.kind, d.state, d.url, d.rating,
  d.due_at, d.reason, d.created_at, d.settled_at`;

const dutyOf = (row: DutyRow): PublicDuty => ({
  id: row.id,
  conversationId: row.conversation_id,
  legId: row.leg_id,
  inboxId: row.inbox_id,
  messageId: row.message_id,
  kind: row.kind,
  state: row.state,
  url: row.url,
  rating: row.rating,
  dueAt: row.due_at?.toISOString() ?? null,
  reason: row.reason,
  createdAt: row.created_at.toISOString(),
  settledAt: row.settled_at?.toISOString() ?? null,
});

/** What is owed in one conversation, newest first. Asks nobody's permission: the caller has found the conversation. */
export async function dutiesOf(ctx: Ctx, conversationId: string): Promise<PublicDuty[]> {
  const { rows } = await sql<DutyRow>`SELECT ${columns} FROM public_duties d
    WHERE d.org_id = ${ctx.orgId} AND d.conversation_id = ${conversationId}
    ORDER BY d.created_at DESC, d.id DESC LIMIT 50`.execute(ctx.db);
  return rows.map(dutyOf);
}

export async function dutyById(ctx: Ctx, id: string): Promise<PublicDuty> {
  const { rows } =
    await sql<DutyRow>`SELECT ${columns} FROM public_duties d WHERE d.org_id = ${ctx.orgId} AND d.id = ${id}`.execute(
      ctx.db,
    );
  return dutyOf(found(rows[0], 'duty'));
}

const dutiesAtMost = 200;

/** Standing duties of the conversations the reader sees: the platform's deadline first, then the oldest. */
export async function listDuties(ctx: Ctx): Promise<PublicDuty[]> {
  const { rows } = await sql<DutyRow>`SELECT ${columns} FROM public_duties d
    JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id
    WHERE d.org_id = ${ctx.orgId} AND d.settled_at IS NULL AND ${seenBy(ctx.actor)}
    ORDER BY d.due_at NULLS LAST, d.created_at LIMIT ${dutiesAtMost}`.execute(ctx.db);
  return rows.map(dutyOf);
}

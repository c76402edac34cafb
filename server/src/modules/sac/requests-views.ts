import type { SacEffect, SacHandedHow, SacRequest, SacRequestKind } from '@meada/contract/sac';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

/** Reads of what customers asked for. */

type Row = {
  id: string;
  kind: SacRequestKind;
  conversation_id: string;
  protocol: string;
  asked_by: SacRequest['askedBy'];
  person: string | null;
  asked_at: Date;
  due_at: Date;
  state: SacRequest['state'];
  reason: string | null;
  messages: number | null;
  sent_at: Date | null;
  expires_at: Date | null;
  opened_at: Date | null;
  opens: number;
  handed_how: SacHandedHow | null;
  handed_at: Date | null;
  handed_by: string | null;
  effect: SacEffect | null;
  effective_on: string | null;
  done_at: Date | null;
  done_by: string | null;
};
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const firstName = (column: string) =>
  sql<string | null>`(SELECT p.name FROM members p WHERE p.org_id = q.org_id AND p.id = ${sql.ref(column)})`;

/** Requests `q` of conversations `c`; `where` begins with AND. */
export async function requestViews(
  ctx: Ctx,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<SacRequest[]> {
  const { rows } = await sql<Row>`
    SELECT q.id, q.kind, q.conversation_id, c.protocol, q.asked_by, ${firstName('q.person_id')} AS person, q.asked_at, q.due_at,
      q.state, q.reason, q.messages, q.sent_at, q.expires_at, q.opened_at, q.opens, q.handed_how, q.handed_at,
      ${firstName('q.handed_by')} AS handed_by, q.effect, q.effective_on::text AS effective_on, q.done_at,
      ${firstName('q.done_by')} AS done_by
    FROM sac_requests q JOIN conversations c ON c.org_id = q.org_id AND c.id = q.conversation_id
    WHERE q.org_id = ${ctx.orgId} ${where} ORDER BY q.asked_at DESC, q.id DESC LIMIT ${limit}`.execute(
    ctx.db,
  );
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, conversationId: row.conversation_id, protocol: row.protocol },
    ...{ askedBy: row.asked_by, person: row.person, askedAt: row.asked_at.toISOString() },
    ...{ dueAt: row.due_at.toISOString(), state: row.state, reason: row.reason, messages: row.messages },
    ...{ sentAt: iso(row.sent_at), expiresAt: iso(row.expires_at), openedAt: iso(row.opened_at) },
    ...{ opens: row.opens, handedHow: row.handed_how, handedAt: iso(row.handed_at), handedBy: row.handed_by },
    ...{ effect: row.effect, effectiveOn: row.effective_on, doneAt: iso(row.done_at), doneBy: row.done_by },
  }));
}

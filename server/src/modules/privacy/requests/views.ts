import type { PrivacyRequest, PrivacyRequestDetail } from '@meada/contract/routes/privacy-requests';
import { type RawBuilder, sql } from 'kysely';
import { dayIn } from '../../../kernel/calendar.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { daysUntil } from '../days.ts';
import { requestToken } from './tokens.ts';

type Row = Omit<PrivacyRequest, 'daysLeft' | 'createdAt' | 'provenAt' | 'closedAt'> & {
  createdAt: Date;
  provenAt: Date | null;
  closedAt: Date | null;
  zone: string;
};

/** States of a request that is over. */
export const closedStates = ['done', 'refused', 'expired'];

async function requestsWhere(ctx: Ctx, where: RawBuilder<unknown>): Promise<PrivacyRequest[]> {
  const { rows } = await sql<Row>`
    SELECT q.id, q.kind, q.state, q.source, q.channel, q.proof_kind AS "proofKind", q.proof,
      q.asked_on::text AS "askedOn", q.address_kind AS "addressKind", q.address, coalesce(r.id, q.customer_id) AS "customerId",
      r.name AS "customerName", q.locale, q.details, q.due_on::text AS "dueOn", q.assignee_id AS "assigneeId", q.outcome,
      q.created_at AS "createdAt", q.proven_at AS "provenAt", q.closed_at AS "closedAt", o.time_zone AS zone
    FROM privacy_requests q JOIN organisations o ON o.id = q.org_id
    LEFT JOIN customers c ON c.org_id = q.org_id AND c.id = q.customer_id
    LEFT JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id
    WHERE q.org_id = ${ctx.orgId} AND ${where}
    ORDER BY q.closed_at DESC NULLS FIRST, q.due_on, q.created_at LIMIT 300`.execute(ctx.db);
  return rows.map(({ zone, ...row }) => ({
    ...row,
    daysLeft:
      row.dueOn && !closedStates.includes(row.state)
        ? daysUntil(dayIn(zone, ctx.clock.now()), row.dueOn)
        : null,
    createdAt: row.createdAt.toISOString(),
    provenAt: row.provenAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }));
}

/** Requests that run, or those that are over. What nobody has proven is not shown: anybody can type an address. */
export const requestsOf = (ctx: Ctx, isClosed: boolean): Promise<PrivacyRequest[]> =>
  requestsWhere(
    ctx,
    isClosed
      ? sql`q.state = ANY (${closedStates}::text[]) AND (q.proven_at IS NOT NULL OR q.source = 'person')`
      : sql`q.state NOT IN ('unproven', 'done', 'refused', 'expired')`,
  );

/** One request with what was written. Throws `not_found`. */
export async function requestById(ctx: Ctx, id: string): Promise<PrivacyRequestDetail> {
  const request = found((await requestsWhere(ctx, sql`q.id = ${id}`))[0], 'request');
  const messages = await ctx.db
    .selectFrom('privacy_request_messages')
    .select(['id', 'author_kind', 'author_id', 'text', 'at'])
    .where('org_id', '=', ctx.orgId)
    .where('request_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .limit(500)
    .execute();
  const token = request.source === 'person' ? requestToken(ctx.secrets, { orgId: ctx.orgId, id }) : null;
  return {
    request,
    pageUrl: token && `${ctx.publicUrl}/privacidade/pedido/${token}`,
    messages: messages.map((row) => ({
      ...{ id: row.id, authorKind: row.author_kind, authorId: row.author_id },
      ...{ text: row.text, at: row.at.toISOString() },
    })),
  };
}

/** Writes a message on a request. */
export async function addMessage(
  ctx: Ctx,
  made: { requestId: string; authorKind: 'customer' | 'person' | 'system'; text: string },
): Promise<void> {
  await ctx.db
    .insertInto('privacy_request_messages')
    .values({
      ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), request_id: made.requestId },
      ...{ author_kind: made.authorKind, text: made.text, at: ctx.clock.now() },
      author_id: ctx.actor.kind === 'person' ? ctx.actor.id : null,
    })
    .execute();
}

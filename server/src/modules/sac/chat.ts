import type { ChatDemand } from '@meada/contract/routes/chat-sac';
import type { SacRequestState } from '@meada/contract/sac';
import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure, notFound } from '../../kernel/errors.ts';
import { takeRequest } from './take-request.ts';

/** What a browser may follow of the demands it takes part in. */
type Browser = { identityId: string; conversationId: string };

type Row = {
  id: string;
  protocol: string;
  started_at: Date | null;
  due_at: Date | null;
  ended_at: Date | null;
  state: SacRequestState | null;
  asked_at: Date | null;
  history_due: Date | null;
  sent_at: Date | null;
};
const demandsAtMost = 20;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Demands of the browser's own customer, the latest first: what others began is not theirs to follow. */
export async function chatDemands(ctx: Ctx, { identityId, conversationId }: Browser): Promise<ChatDemand[]> {
  const { rows } = await sql<Row>`
    SELECT c.id, c.protocol, d.started_at, d.started_at + d.target_ms * interval '1 millisecond' AS due_at, d.ended_at,
      q.state, q.asked_at, q.due_at AS history_due, q.sent_at
    FROM participants t JOIN conversations c ON c.org_id = t.org_id AND c.id = t.conversation_id AND c.merged_into_id IS NULL
    JOIN brands b ON b.org_id = c.org_id AND b.id = c.brand_id AND b.sac_since IS NOT NULL
    JOIN identities i ON i.org_id = t.org_id AND i.id = t.identity_id
    JOIN customers me ON me.org_id = i.org_id AND me.id = i.customer_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id AND o.canonical_id = me.canonical_id
    LEFT JOIN LATERAL (SELECT * FROM deadlines e WHERE e.org_id = c.org_id AND e.conversation_id = c.id AND e.what = 'decree'
      ORDER BY e.started_at DESC LIMIT 1) d ON true
    LEFT JOIN LATERAL (SELECT * FROM sac_requests r WHERE r.org_id = c.org_id AND r.conversation_id = c.id AND r.kind = 'history'
      ORDER BY r.asked_at DESC LIMIT 1) q ON true
    WHERE t.org_id = ${ctx.orgId} AND t.identity_id = ${identityId}
    ORDER BY c.id = ${conversationId} DESC, c.created_at DESC LIMIT ${demandsAtMost}`.execute(ctx.db);
  return rows.map((row) => ({
    ...{ conversationId: row.id, protocol: row.protocol, current: row.id === conversationId },
    ...{ registeredAt: iso(row.started_at), dueAt: iso(row.due_at), endedAt: iso(row.ended_at) },
    history:
      row.state && row.asked_at && row.history_due
        ? {
            ...{ state: row.state, askedAt: row.asked_at.toISOString() },
            ...{ dueAt: row.history_due.toISOString(), sentAt: iso(row.sent_at) },
          }
        : null,
  }));
}

/**
 * The visitor asks for the history of the demand before them, as by the word. Throws `not_found` where it is not theirs or the
 * brand does not answer by the decree, `too_many`.
 */
export async function askChatHistory(ctx: Ctx, browser: Browser): Promise<ChatDemand[]> {
  const [mine] = await chatDemands(ctx, browser);
  if (!mine?.current) throw notFound('demand');
  // Asked one after the other: two presses at once are one wish.
  await sql`SELECT FROM conversations WHERE org_id = ${ctx.orgId} AND id = ${browser.conversationId} FOR UPDATE`.execute(
    ctx.db,
  );
  const taken = await takeRequest({ ...ctx, actor: systemActor(ctx.orgId) }, browser.conversationId);
  if (taken === 'too_many')
    throw new Failure(
      'too_many',
      'The history was asked for often today. It can be asked for again tomorrow.',
    );
  return chatDemands(ctx, browser);
}

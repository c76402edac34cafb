import type { SacEffect, SacRequestKind } from '@meada/contract/sac';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

/** Writes of requests. */

const day = 86_400_000;
/**
 * A history is due five consecutive days after it was asked for (Decreto 11.034/2022, art. 12 § 2, I). The decree says no
 * number for the receipt of a cancellation but that it is taken at once (art. 14): a day is what counts as late here.
 */
const dueAfter: Record<SacRequestKind, number> = { history: 5 * day, cancellation: day };

export type NewRequest = {
  kind: SacRequestKind;
  conversationId: string;
  personId: string | null;
  effect?: SacEffect | undefined;
  effectiveOn?: string | undefined;
};

/** Writes a request down and wakes who answers it; null while one of the kind waits to go out. */
export async function insertRequest(ctx: Ctx, asked: NewRequest): Promise<string | null> {
  const { kind, conversationId, personId, effect = null, effectiveOn = null } = asked;
  const [id, now] = [ctx.ids.uuid(), ctx.clock.now()];
  const isDone = effect === 'immediate';
  const { rows } = await sql<{ id: string }>`
    INSERT INTO sac_requests (org_id, id, kind, conversation_id, customer_id, brand_id, asked_by, person_id, asked_at, due_at,
      effect, effective_on, done_at, done_by)
    SELECT c.org_id, ${id}, ${kind}, c.id, c.customer_id, c.brand_id, ${personId ? 'person' : 'customer'}, ${personId}, ${now},
      ${new Date(now.getTime() + dueAfter[kind])}, ${effect}, ${effectiveOn}::date, ${isDone ? now : null}, ${isDone ? personId : null}
    FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId}
    ON CONFLICT (org_id, conversation_id, kind) WHERE state = 'asked' DO NOTHING RETURNING id`.execute(
    ctx.db,
  );
  if (!rows[0]) return null;
  tellRequest(ctx, { conversationId, requestId: id, state: 'asked' });
  ctx.afterCommit(() => ctx.bus.wake('sac requests'));
  return id;
}

export type OpenRequest = {
  id: string;
  kind: SacRequestKind;
  conversationId: string;
  state: string;
  sentAt: Date | null;
  doneAt: Date | null;
  askedAt: Date;
  expiresAt: Date | null;
  upToSeq: number | null;
  effect: SacEffect | null;
  effectiveOn: string | null;
};

/** A request, held; undefined when there is none. */
export async function lockRequest(ctx: Ctx, id: string): Promise<OpenRequest | undefined> {
  const { rows } = await sql<OpenRequest>`
    SELECT q.id, q.kind, q.conversation_id AS "conversationId", q.state, q.sent_at AS "sentAt", q.done_at AS "doneAt",
      q.asked_at AS "askedAt", q.expires_at AS "expiresAt", q.up_to_seq AS "upToSeq", q.effect, q.effective_on::text AS "effectiveOn"
    FROM sac_requests q WHERE q.org_id = ${ctx.orgId} AND q.id = ${id} FOR UPDATE`.execute(ctx.db);
  return rows[0];
}

export type RequestChange = Partial<{
  state: string;
  reason: string | null;
  messages: number;
  up_to_seq: number;
  digest: Buffer;
  message_id: string;
  sent_at: Date;
  expires_at: Date;
  handed_how: string;
  handed_at: Date;
  handed_by: string | null;
  done_at: Date;
  done_by: string | null;
}>;

export async function updateRequest(ctx: Ctx, id: string, change: RequestChange): Promise<void> {
  await ctx.db
    .updateTable('sac_requests')
    .set(change)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export const tellRequest = (
  ctx: Ctx,
  facts: { conversationId: string; requestId: string; state: string },
): void => ctx.emit({ name: 'sac.changed', facts });

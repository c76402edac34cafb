import type { PushPreferences } from '@meada/contract/push';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

export type NewSubscription = {
  id: string;
  personId: string;
  sessionId: string;
  endpointHash: string;
  sealed: string;
  host: string;
  agent: string;
};

/** Browsers of one person at most; the one that has been there longest goes. */
const perPerson = 10;

/** The browser's line; whoever had it before (another person signed in there) has it no longer. */
export async function putSubscription(ctx: Ctx, row: NewSubscription): Promise<void> {
  // Tabs of one browser ask at the same moment: the later one's line stands.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`push ${ctx.orgId} ${row.endpointHash}`}, 0))`.execute(
    ctx.db,
  );
  await ctx.db
    .deleteFrom('push_subscriptions')
    .where('org_id', '=', ctx.orgId)
    .where('endpoint_hash', '=', row.endpointHash)
    .execute();
  await ctx.db
    .insertInto('push_subscriptions')
    .values({
      org_id: ctx.orgId,
      id: row.id,
      person_id: row.personId,
      session_id: row.sessionId,
      endpoint_hash: row.endpointHash,
      sealed: row.sealed,
      host: row.host,
      agent: row.agent,
      created_at: ctx.clock.now(),
    })
    .execute();
  await sql`
    DELETE FROM push_subscriptions WHERE org_id = ${ctx.orgId} AND id IN (
      SELECT id FROM push_subscriptions WHERE org_id = ${ctx.orgId} AND person_id = ${row.personId}
      ORDER BY created_at DESC, id DESC OFFSET ${perPerson})`.execute(ctx.db);
}

/** Ends subscriptions; answers how many. */
export async function dropSubscriptions(
  ctx: Ctx,
  which: { id?: string; personId?: string; sessionId?: string },
): Promise<number> {
  let query = ctx.db.deleteFrom('push_subscriptions').where('org_id', '=', ctx.orgId);
  if (which.id !== undefined) query = query.where('id', '=', which.id);
  if (which.personId !== undefined) query = query.where('person_id', '=', which.personId);
  if (which.sessionId !== undefined) query = query.where('session_id', '=', which.sessionId);
  const result = await query.executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function putPreferences(ctx: Ctx, personId: string, now: PushPreferences): Promise<void> {
  const values = {
    kinds: now.kinds,
    detail: now.detail,
    quiet_from: now.quietFrom,
    quiet_to: now.quietTo,
    quiet_days: now.quietDays,
    zone: now.zone,
  };
  await ctx.db
    .insertInto('push_preferences')
    .values({ org_id: ctx.orgId, person_id: personId, ...values })
    .onConflict((on) => on.columns(['org_id', 'person_id']).doUpdateSet(values))
    .execute();
}

export type NewPush = {
  subscriptionId: string;
  event: string;
  kind: string;
  conversationId: string | null;
  subjectId: string | null;
  dueAt: Date;
  endsAt: Date;
};

/** Lays pushes; one that is there already (the event was read twice) stays as it is. */
export async function insertPushes(ctx: Ctx, list: readonly NewPush[]): Promise<void> {
  if (list.length === 0) return;
  const at = ctx.clock.now();
  await ctx.db
    .insertInto('pushes')
    .values(
      list.map((one) => ({
        org_id: ctx.orgId,
        subscription_id: one.subscriptionId,
        event: one.event,
        kind: one.kind,
        conversation_id: one.conversationId,
        subject_id: one.subjectId,
        at,
        due_at: one.dueAt,
        ends_at: one.endsAt,
      })),
    )
    .onConflict((on) => on.doNothing())
    .execute();
}

export type PushKey = { subscriptionId: string; event: string };
export type PushState = 'queued' | 'sending' | 'sent' | 'folded' | 'quiet' | 'failed';

/** Notes what became of a push; `dueAt` when it is to be tried again. */
export async function settlePush(
  ctx: Ctx,
  { subscriptionId, event }: PushKey,
  to: { state: PushState; dueAt?: Date },
): Promise<void> {
  await ctx.db
    .updateTable('pushes')
    .set({ state: to.state, ...(to.dueAt ? { due_at: to.dueAt } : {}) })
    .where('org_id', '=', ctx.orgId)
    .where('subscription_id', '=', subscriptionId)
    .where('event', '=', event)
    .execute();
}

export async function noteUse(ctx: Ctx, subscriptionId: string): Promise<void> {
  await ctx.db
    .updateTable('push_subscriptions')
    .set({ used_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', subscriptionId)
    .execute();
}

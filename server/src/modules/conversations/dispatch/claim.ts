import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import type { ClaimedDispatch } from './outbound.ts';
import { settleCutOff } from './standing.ts';

/** How long an attempt counts without a sign of life before it was cut off (LESSONS D26: a killed worker holds nobody up). */
const leaseSeconds = 30;

/**
 * Takes the first due dispatch of each leg: a later message never overtakes an earlier one to the same person. An
 * attempt whose lease ran out was cut off: its outcome is unknown, and it is not made again unless that does no harm.
 */
export function claim(kernel: Kernel, inbox: LoadedInbox, limit: number): Promise<ClaimedDispatch[]> {
  return inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const now = ctx.clock.now();
    const pair = inbox.plugin.manifest.limits.perAddress;
    const lately = pair ? new Date(now.getTime() - pair.burst * pair.everySeconds * 1000) : null;
    if (!inbox.plugin.repeatable) await settleCutOff(ctx, inbox, { table: 'dispatches', now });
    const result = await ctx.client.query<ClaimedDispatch>({
      name: 'claim_dispatches',
      text: `WITH due AS (
          SELECT d.id FROM dispatches d
          WHERE d.org_id = $1 AND d.inbox_id = $2 AND d.state IN ('queued', 'sending') AND d.next_at <= $3
            AND NOT EXISTS (SELECT FROM dispatches e WHERE e.org_id = d.org_id AND e.leg_id = d.leg_id AND e.n < d.n
              AND e.state IN ('queued', 'sending'))
          ORDER BY d.n LIMIT $4 FOR UPDATE OF d SKIP LOCKED
        )
        UPDATE dispatches d SET state = 'sending', attempts = d.attempts + 1, next_at = $5, updated_at = $3
        FROM due, legs l, identities i WHERE d.org_id = $1 AND d.id = due.id AND d.next_at <= $3 AND l.org_id = $1
          AND l.id = d.leg_id AND i.org_id = $1 AND i.id = l.identity_id
        RETURNING d.id, d.message_id AS "messageId", d.conversation_id AS "conversationId", d.leg_id AS "legId",
          l.identity_id AS "identityId", i.match_key AS address, d.attempts,
          $6::timestamptz IS NOT NULL AND EXISTS (SELECT FROM identities j
            JOIN legs k ON k.org_id = j.org_id AND k.identity_id = j.id
            JOIN dispatches s ON s.org_id = k.org_id AND s.leg_id = k.id AND s.sent_at > $6::timestamptz
            WHERE j.org_id = $1 AND j.match_key = i.match_key) AS "sentLately"`,
      values: [ctx.orgId, inbox.id, now, limit, new Date(now.getTime() + leaseSeconds * 1000), lately],
    });
    return result.rows;
  });
}

/** Puts dispatches back that were taken and not tried: nothing of them has left the house. */
export async function putBack(
  kernel: Kernel,
  inbox: LoadedInbox,
  { dispatches, afterMs }: { dispatches: readonly ClaimedDispatch[]; afterMs: number },
): Promise<void> {
  if (dispatches.length === 0) return;
  await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    await ctx.client.query({
      name: 'put_back_dispatches',
      text: `UPDATE dispatches SET state = 'queued', attempts = attempts - 1, next_at = $3
        WHERE org_id = $1 AND id = ANY($2) AND state = 'sending'`,
      values: [ctx.orgId, dispatches.map((one) => one.id), new Date(ctx.clock.now().getTime() + afterMs)],
    });
  });
}

/** A slow platform is no dead worker: the lease goes on as long as the attempt does. */
export async function renew(kernel: Kernel, inbox: LoadedInbox, dispatch: ClaimedDispatch): Promise<void> {
  await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    await ctx.db
      .updateTable('dispatches')
      .set({ next_at: new Date(ctx.clock.now().getTime() + leaseSeconds * 1000) })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', dispatch.id)
      .where('state', '=', 'sending')
      .execute();
  }).catch((error: unknown) => kernel.log.warn('a lease could not be renewed', { error }));
}

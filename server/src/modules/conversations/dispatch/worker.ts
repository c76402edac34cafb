import type { SendResult } from '@meada/contract/channels';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { ioOf, type LoadedInbox, loadInbox } from '../../inboxes/index.ts';
import { buildOutbound, type ClaimedDispatch } from './outbound.ts';
import { makePace, type Pace } from './pace.ts';
import { recordAttempt } from './record.ts';

/** How long an attempt counts without a sign of life before it was cut off (LESSONS D26: a killed worker holds nobody up). */
const leaseSeconds = 30;
/** An attempt under way says so this often. */
const renewMs = 10_000;
const atOnce = 8;
/** Even without a wake-up, due retries are looked for this often while any are waiting. */
const lookMs = 1000;

/** Sends what is due, each leg in order, several inboxes and legs side by side. */
export function startDispatch(kernel: Kernel): Tail {
  const pace = makePace(kernel.clock);
  return loop(kernel, 'dispatch', async () => {
    const now = kernel.clock.now();
    const inboxes = await kernel.database.asSystem((db) =>
      db
        .selectFrom('dispatches')
        .select(['org_id', 'inbox_id'])
        .select(({ fn }) => fn.min('next_at').as('next_at'))
        .where('state', 'in', ['queued', 'sending'])
        .groupBy(['org_id', 'inbox_id'])
        .execute(),
    );
    const due = inboxes.filter((row) => new Date(row.next_at as unknown as string) <= now);
    const sent = await Promise.all(
      due.map((row) => dispatchInbox(kernel, { orgId: row.org_id, inboxId: row.inbox_id }, pace)),
    );
    if (sent.some((count) => count > 0)) return 0;
    return inboxes.length > 0 ? lookMs : null;
  });
}

/** Sends the due head of every leg of one inbox; answers how many were tried. */
export async function dispatchInbox(
  kernel: Kernel,
  place: { orgId: string; inboxId: string },
  pace: Pace,
): Promise<number> {
  const inbox = await loadInbox(kernel, place.orgId, place.inboxId);
  if (!inbox) return 0;
  const room = pace.take(inbox.id, inbox.plugin.manifest.limits.perSecond, atOnce);
  if (room === 0) return 0;
  const claimed = await claim(kernel, inbox, room);
  await Promise.all(claimed.map((dispatch) => attempt(kernel, inbox, dispatch)));
  return claimed.length;
}

/**
 * Takes the first due dispatch of each leg: a later message never overtakes an earlier one to the same person. An
 * attempt whose lease ran out was cut off: its outcome is unknown, and it is not made again unless that does no harm.
 */
function claim(kernel: Kernel, inbox: LoadedInbox, limit: number): Promise<ClaimedDispatch[]> {
  return inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const now = ctx.clock.now();
    if (!inbox.plugin.repeatable) await settleCutOff(ctx, inbox, now);
    const result = await ctx.client.query<ClaimedDispatch>({
      name: 'claim_dispatches',
      text: `WITH heads AS (
          SELECT DISTINCT ON (leg_id) id, n, next_at FROM dispatches
          WHERE org_id = $1 AND inbox_id = $2 AND state IN ('queued', 'sending') ORDER BY leg_id, n
        ), due AS (
          SELECT d.id FROM dispatches d JOIN heads h ON h.id = d.id
          WHERE d.org_id = $1 AND h.next_at <= $3 ORDER BY h.n LIMIT $4 FOR UPDATE OF d SKIP LOCKED
        )
        UPDATE dispatches d SET state = 'sending', attempts = d.attempts + 1, next_at = $5, updated_at = $3
        FROM due WHERE d.org_id = $1 AND d.id = due.id AND d.next_at <= $3
        RETURNING d.id, d.message_id AS "messageId", d.conversation_id AS "conversationId", d.leg_id AS "legId", d.attempts`,
      values: [ctx.orgId, inbox.id, now, limit, new Date(now.getTime() + leaseSeconds * 1000)],
    });
    return result.rows;
  });
}

async function settleCutOff(
  ctx: Parameters<Parameters<typeof inTransaction>[2]>[0],
  inbox: LoadedInbox,
  now: Date,
): Promise<void> {
  const rows = await ctx.db
    .updateTable('dispatches')
    .set({
      state: 'unknown',
      error_code: 'cut_off',
      error_text: 'The attempt was cut off; it may have arrived.',
      updated_at: now,
    })
    .where('inbox_id', '=', inbox.id)
    .where('state', '=', 'sending')
    .where('next_at', '<=', now)
    .returning(['conversation_id', 'message_id'])
    .execute();
  for (const row of rows) {
    ctx.emit({
      name: 'message.changed',
      facts: { conversationId: row.conversation_id, messageId: row.message_id, what: 'dispatch' },
    });
  }
}

async function attempt(kernel: Kernel, inbox: LoadedInbox, dispatch: ClaimedDispatch): Promise<void> {
  const renewing = setInterval(() => void renew(kernel, inbox, dispatch), renewMs);
  const result = await send(kernel, inbox, dispatch).finally(() => clearInterval(renewing));
  await recordAttempt(kernel, inbox, { dispatch, result });
}

async function send(kernel: Kernel, inbox: LoadedInbox, dispatch: ClaimedDispatch): Promise<SendResult> {
  if (!inbox.active) return { state: 'failed', code: 'inbox_inactive', text: 'The inbox is switched off.' };
  const message = await buildOutbound(kernel, inbox, dispatch);
  if (!message) return { state: 'failed', code: 'gone', text: 'The message is not there any more.' };
  try {
    return await inbox.plugin.send(message, ioOf(kernel, inbox));
  } catch (error) {
    kernel.log.error('a plug-in failed while sending', { error, inboxId: inbox.id, dispatchId: dispatch.id });
    return { state: 'unknown', code: 'plugin_failed', text: (error as Error).message.slice(0, 500) };
  }
}

/** A slow platform is no dead worker: the lease goes on as long as the attempt does. */
async function renew(kernel: Kernel, inbox: LoadedInbox, dispatch: ClaimedDispatch): Promise<void> {
  await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    await ctx.db
      .updateTable('dispatches')
      .set({ next_at: new Date(ctx.clock.now().getTime() + leaseSeconds * 1000) })
      .where('id', '=', dispatch.id)
      .where('state', '=', 'sending')
      .execute();
  }).catch((error: unknown) => kernel.log.warn('a lease could not be renewed', { error }));
}

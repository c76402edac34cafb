import type { AmendResult } from '@meada/contract/amendments';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { ioOf, type LoadedInbox, loadInbox } from '../../inboxes/index.ts';
import type { Place } from '../dispatch/house.ts';
import { settleCutOff, waitingInboxes } from '../dispatch/standing.ts';
import { buildAmendment, type ClaimedAmendment } from './outbound.ts';
import { recordAmendment } from './record.ts';

/** A change is one short request: an attempt that is older than this was cut off. */
const leaseSeconds = 150;
const atOnce = 8;
/** Due retries are looked for this often while any are waiting. */
const lookMs = 1000;

/**
 * Brings edits, deletions, reactions and hidings of ours to their platforms, those of one message in order. Every inbox
 * goes on by itself: a slow platform holds up no other's.
 */
export function startAmendments(kernel: Kernel): Tail {
  const lines = new Map<string, Promise<void>>();
  let stopped = false;
  const goOn = async (place: Place): Promise<void> => {
    while (!stopped && (await amendInbox(kernel, place)) > 0);
  };
  const looking = loop(kernel, 'amendments', async () => {
    const waiting = await waitingInboxes(kernel, 'amendments');
    const now = kernel.clock.now();
    for (const { place, nextAt } of waiting) {
      const key = `${place.orgId} ${place.inboxId}`;
      if (nextAt > now || lines.has(key)) continue;
      const line = goOn(place)
        .catch((error: unknown) => kernel.log.warn('changes could not be brought out', { error, ...place }))
        .finally(() => lines.delete(key));
      lines.set(key, line);
    }
    return waiting.length > 0 ? lookMs : null;
  });
  return {
    stop: async () => {
      stopped = true;
      await looking.stop();
      await Promise.all(lines.values());
    },
  };
}

/** Makes the due changes of one inbox; answers how many were tried. */
export async function amendInbox(kernel: Kernel, place: Place): Promise<number> {
  const inbox = await loadInbox(kernel, place.orgId, place.inboxId);
  if (!inbox) return 0;
  const claimed = await claim(kernel, inbox);
  await Promise.all(
    claimed.map(async (one) =>
      recordAmendment(kernel, inbox, { claimed: one, result: await make(kernel, inbox, one) }),
    ),
  );
  return claimed.length;
}

/** Takes the first due change of each message. One whose lease ran out was cut off: nobody knows whether it was made. */
function claim(kernel: Kernel, inbox: LoadedInbox): Promise<ClaimedAmendment[]> {
  return inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const now = ctx.clock.now();
    if (!inbox.plugin.repeatable) await settleCutOff(ctx, inbox, { table: 'amendments', now });
    const result = await ctx.client.query<ClaimedAmendment>({
      name: 'claim_amendments',
      text: `WITH heads AS (
          SELECT DISTINCT ON (message_id) id, n, next_at FROM amendments
          WHERE org_id = $1 AND inbox_id = $2 AND state IN ('queued', 'sending') ORDER BY message_id, n
        ), due AS (
          SELECT a.id FROM amendments a JOIN heads h ON h.id = a.id
          WHERE a.org_id = $1 AND h.next_at <= $3 ORDER BY h.n LIMIT $4 FOR UPDATE OF a SKIP LOCKED
        )
        UPDATE amendments a SET state = 'sending', attempts = a.attempts + 1, next_at = $5, updated_at = $3
        FROM due WHERE a.org_id = $1 AND a.id = due.id AND a.next_at <= $3
        RETURNING a.id, a.message_id AS "messageId", a.conversation_id AS "conversationId", a.leg_id AS "legId", a.kind,
          a.content, a.emoji, a.hidden, a.author, a.attempts`,
      values: [ctx.orgId, inbox.id, now, atOnce, new Date(now.getTime() + leaseSeconds * 1000)],
    });
    return result.rows;
  });
}

async function make(kernel: Kernel, inbox: LoadedInbox, claimed: ClaimedAmendment): Promise<AmendResult> {
  if (!inbox.active) return { state: 'failed', code: 'inbox_inactive', text: 'The inbox is switched off.' };
  const { amend } = inbox.plugin;
  if (!amend) return { state: 'failed', code: 'not_possible', text: 'This channel changes nothing.' };
  const amendment = await buildAmendment(kernel, inbox, claimed);
  if (!amendment) return { state: 'failed', code: 'gone', text: 'The message is not there any more.' };
  try {
    return await amend(amendment, ioOf(kernel, inbox));
  } catch (error) {
    kernel.log.error('a plug-in failed while amending', {
      error,
      inboxId: inbox.id,
      amendmentId: claimed.id,
    });
    return { state: 'unknown', code: 'plugin_failed', text: (error as Error).message.slice(0, 500) };
  }
}

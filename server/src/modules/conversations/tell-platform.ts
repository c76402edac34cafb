import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { ioOf, loadInbox, type PlatformSignal } from '../inboxes/index.ts';

/** The customer's last message of a conversation, as its platform knows it. */
type Last = { inbox_id: string; external_id: string; value: string };

/**
 * Tells the platform of the customer's last message that it was read, or that somebody types. Best effort and outside
 * of every transaction: trouble is logged and nothing waits for it.
 */
export async function tellPlatform(
  kernel: Kernel,
  place: { orgId: string; conversationId: string },
  kind: PlatformSignal['kind'],
): Promise<void> {
  try {
    const last = await lastInbound(kernel, place);
    if (!last) return;
    const inbox = await loadInbox(kernel, place.orgId, last.inbox_id);
    if (!inbox?.active || !inbox.plugin.signal) return;
    await inbox.plugin.signal({ kind, upTo: last.external_id, to: last.value }, ioOf(kernel, inbox));
  } catch (error) {
    kernel.log.warn('a platform could not be told', { error, kind });
  }
}

function lastInbound(kernel: Kernel, place: { orgId: string; conversationId: string }): Promise<Last | null> {
  return inTransaction(kernel, systemActor(place.orgId), async (ctx) => {
    const result = await ctx.client.query<Last>({
      name: 'last_inbound',
      text: `SELECT m.inbox_id, x.external_id, i.value
        FROM conversations c
        JOIN messages m ON m.org_id = c.org_id AND m.conversation_id = c.id AND m.seq = c.last_inbound_seq
        JOIN external_ids x ON x.org_id = m.org_id AND x.message_id = m.id AND x.inbox_id = m.inbox_id
        JOIN identities i ON i.org_id = m.org_id AND i.id = m.author_id
        WHERE c.org_id = $1 AND c.id = $2 LIMIT 1`,
      values: [place.orgId, place.conversationId],
    });
    return result.rows[0] ?? null;
  });
}

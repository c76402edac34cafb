import { createHash } from 'node:crypto';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { newProtocol } from '../new-protocol.ts';
import type { UsableInbox } from '../sending/leg.ts';
import { type LockedConversation, lockSeen } from '../store.ts';

/**
 * Id of the conversation that an actor starts under a clientId: always the same (RFC 9562 §5.8, version 8), so that a
 * copy of the request finds what the first one made.
 */
export function startedId(ctx: Ctx, clientId: string): string {
  const bytes = createHash('sha256')
    .update(`start ${ctx.orgId} ${actorKey(ctx.actor)} ${clientId}`)
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

export type NewConversation = {
  id: string;
  customerId: string;
  inboxId: string;
  inbox: UsableInbox;
  subject: string | null;
};

/** Writes an empty conversation of the actor with its protocol number. */
export async function insertConversation(ctx: Ctx, fresh: NewConversation): Promise<LockedConversation> {
  const now = ctx.clock.now();
  const protocol = await newProtocol(ctx, now);
  const assigneeId = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  await ctx.db
    .insertInto('conversations')
    .values({
      org_id: ctx.orgId,
      id: fresh.id,
      protocol,
      customer_id: fresh.customerId,
      brand_id: fresh.inbox.brandId,
      subject: fresh.subject,
      assignee_id: assigneeId,
      team_id: fresh.inbox.teamId,
      priority: fresh.inbox.priority,
      channel: fresh.inbox.channel,
      inbox_id: fresh.inboxId,
      active_at: now,
      created_at: now,
    })
    .execute();
  await ctx.db
    .updateTable('customers')
    .set({ seen_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', fresh.customerId)
    .execute();
  ctx.emit({
    name: 'conversation.created',
    facts: { conversationId: fresh.id, customerId: fresh.customerId, inboxId: fresh.inboxId },
  });
  return lockSeen(ctx, fresh.id);
}

import type { WakeEvent } from '@meada/contract/routes/conversations';
import type { Ctx } from '../../../kernel/ctx.ts';
import { emitChanged, insertNote, type LockedConversation, updateConversation } from '../store.ts';

/** Columns of a conversation that is not snoozed. */
export const awake = {
  snoozed_until: null,
  snoozed_by: null,
  snooze_event: null,
  snooze_note: null,
} as const;

/** Opens a locked snoozed conversation again: to the top, with who had put it aside and why, and they are rung. */
export async function wake(
  ctx: Ctx,
  conversation: LockedConversation,
  why: 'date' | WakeEvent,
): Promise<void> {
  const { id, snoozed_by: personId, snooze_note: note } = conversation;
  const snoozedBy = personId === null ? null : await nameOf(ctx, personId);
  await insertNote(ctx, conversation, { code: 'woken', values: { why, snoozedBy, note } });
  const now = ctx.clock.now();
  const rung =
    personId === null
      ? {}
      : { woken_for: personId, woken_seq: conversation.last_seq, woken_at: now, woken_why: why };
  await updateConversation(ctx, conversation, { status: 'open', ...awake, ...rung, active_at: now });
  emitChanged(ctx, id, ['status']);
  if (personId !== null)
    ctx.emit({ name: 'conversation.woken', facts: { conversationId: id, personId, why } });
}

async function nameOf(ctx: Ctx, personId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('members')
    .select('name')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', personId)
    .executeTakeFirst();
  return row?.name ?? null;
}

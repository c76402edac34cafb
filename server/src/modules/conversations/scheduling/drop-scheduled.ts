import { may, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { forbidden, found } from '../../../kernel/errors.ts';
import { findSeen } from '../visibility.ts';
import { lockScheduled, removeScheduled, scheduled, tellScheduled } from './store.ts';

/** Deletes a message before it goes out. Somebody else's words need `conversations.manage`, and it is written down. */
export async function dropScheduled(ctx: Ctx, input: { scheduledId: string }): Promise<void> {
  permit(ctx.actor, 'conversations.reply');
  const row = found(await lockScheduled(ctx, input.scheduledId), scheduled);
  if (row.person_id !== ctx.actor.id) {
    await findSeen(ctx, row.conversation_id, scheduled);
    if (!may(ctx.actor, 'conversations.manage')) throw forbidden('conversations.manage');
    ctx.audit({
      action: 'scheduled.dropped',
      subject: { kind: 'conversation', id: row.conversation_id },
      facts: { personId: row.person_id, dueAt: row.due_at.toISOString() },
    });
  }
  await removeScheduled(ctx, row);
  tellScheduled(ctx, row, 'dropped');
}

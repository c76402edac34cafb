import { systemActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { insertNote, lockSeen, updateConversation } from '../store.ts';

/** The customer no longer wishes to be called: the request ends, and colleagues read so. Nothing where none stands. */
export async function takeBackCallback(
  ctx: Ctx,
  { conversationId }: { conversationId: string },
): Promise<void> {
  const conversation = await lockSeen({ ...ctx, actor: systemActor(ctx.orgId) }, conversationId);
  const row = await ctx.db
    .updateTable('callbacks')
    .set({ state: 'taken_back', settled_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversation.id)
    .where('settled_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) return;
  await insertNote(ctx, conversation, { code: 'callback_taken_back' });
  await updateConversation(ctx, conversation, {});
  ctx.emit({
    name: 'callback.changed',
    facts: { conversationId: conversation.id, callbackId: row.id, state: 'taken_back' },
  });
}

import type { Ctx } from '../../kernel/ctx.ts';
import { personOf } from './person-of.ts';
import { emitChanged, lockSeen, updateConversation } from './store.ts';

/** The person follows a conversation, or stops. */
export async function followConversation(
  ctx: Ctx,
  input: { conversationId: string; follow: boolean },
): Promise<void> {
  const { id } = personOf(ctx.actor);
  const conversation = await lockSeen(ctx, input.conversationId);
  if (conversation.follower_ids.includes(id) === input.follow) return;
  const others = conversation.follower_ids.filter((follower) => follower !== id);
  await updateConversation(ctx, conversation, { follower_ids: input.follow ? [...others, id] : others });
  emitChanged(ctx, conversation.id, ['followers']);
}

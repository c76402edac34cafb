import type { ConversationItem } from '@meada/contract/routes/conversations';
import { actorKey } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { conversationItems } from './views/items.ts';

/** The item as it stands after a write, for whoever wrote: also when it has just left their sight. */
export async function answerItem(ctx: Ctx, id: string): Promise<ConversationItem> {
  return found((await conversationItems(ctx, [id], actorKey(ctx.actor)))[0], 'conversation');
}

import { askChatHistory as askRoute, listChatDemands } from '@meada/contract/routes/chat-sac';
import type { CustomerActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { askChatHistory, chatDemands } from '../../../modules/sac/index.ts';
import { chatConversation } from './views.ts';

/** What a visitor follows by the SAC decree. A conversation is always their own: none is named. */

async function browserOf(ctx: Ctx) {
  const visitor = ctx.actor as CustomerActor;
  const conversation = await chatConversation(ctx, visitor);
  return conversation && visitor.identityId
    ? { identityId: visitor.identityId, conversationId: conversation.id }
    : null;
}

export const sacRoutes: Mounted[] = [
  serve(listChatDemands, async (ctx) => {
    const browser = await browserOf(ctx);
    return { demands: browser ? await chatDemands(ctx, browser) : [] };
  }),
  serve(askRoute, async (ctx) => ({
    demands: await askChatHistory(ctx, found(await browserOf(ctx), 'conversation')),
  })),
];

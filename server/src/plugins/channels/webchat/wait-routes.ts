import { askChatCall, dropChatCall, keepChatPlace, leaveChatPlace } from '@meada/contract/routes/chat-waits';
import type { CustomerActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { type Mounted, serve, serveOutside } from '../../../kernel/http/route.ts';
import { takeBackCallback } from '../../../modules/conversations/index.ts';
import { receive } from '../../../modules/inboxes/index.ts';
import { chatWaits, keepPlace, leavePlace, promiseCall } from '../../../modules/routing/index.ts';
import { arrivalOf } from './record.ts';
import { chatConversation } from './views.ts';

/** What a visitor asks for instead of waiting before the screen. A conversation is always their own: none is named. */

async function ownId(ctx: Ctx): Promise<string> {
  return found(await chatConversation(ctx, ctx.actor as CustomerActor), 'conversation').id;
}

const waitOf = async (ctx: Ctx, conversationId: string) => ({
  wait: (await chatWaits(ctx, [conversationId])).get(conversationId) ?? null,
});

export const waitRoutes: Mounted[] = [
  serve(keepChatPlace, async (ctx, { body }) => {
    const conversationId = await ownId(ctx);
    await keepPlace(ctx, { conversationId, ...body });
    return waitOf(ctx, conversationId);
  }),
  serve(leaveChatPlace, async (ctx) => {
    const conversationId = await ownId(ctx);
    await leavePlace(ctx, { conversationId });
    return waitOf(ctx, conversationId);
  }),
  serveOutside(askChatCall, async (call, { body }) => {
    const actor = call.actor as CustomerActor;
    const { orgId, inboxId } = actor;
    const { text, promisedAt, ...named } = await inTransaction(call.kernel, actor, async (ctx) =>
      promiseCall(ctx, { conversationId: await ownId(ctx), phone: body.phone }),
    );
    const promised = promisedAt.toISOString();
    const record = {
      ...{ v: 1 as const, visitorId: actor.id, clientId: body.clientId, text },
      ...{ at: call.kernel.clock.now().toISOString(), call: { ...named, promisedAt: promised } },
    };
    await receive(call.kernel, { orgId, inboxId }, [arrivalOf(record)]);
    return { accepted: true as const, phone: named.phone, promisedAt: promised };
  }),
  serve(dropChatCall, async (ctx) => {
    const conversationId = await ownId(ctx);
    await takeBackCallback(ctx, { conversationId });
    return waitOf(ctx, conversationId);
  }),
];

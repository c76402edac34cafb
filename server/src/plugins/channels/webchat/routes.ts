import {
  leaveChatContact,
  listChatMessages,
  markChatRead,
  openChat,
  sendChatMessage,
  switchChat,
  uploadChatFile,
} from '@meada/contract/routes/chat';
import { renderSVG } from 'uqr';
import type { CustomerActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import { type Call, type Mounted, serve, serveOutside } from '../../../kernel/http/route.ts';
import { offerSwitch, uploadFile } from '../../../modules/conversations/index.ts';
import { type LoadedInbox, loadInbox, receive } from '../../../modules/inboxes/index.ts';
import { leaveContact } from './contact.ts';
import { openVisit } from './open.ts';
import { markVisitorRead } from './read.ts';
import { arrivalOf } from './record.ts';
import { pressedOf, replyTargetOf, uploadsOf } from './referred.ts';
import { sacRoutes } from './sac-routes.ts';
import { chatConversation, chatMessages } from './views.ts';
import { readVisitorToken, type SiteUser, tokenOf } from './visitor.ts';
import { waitRoutes } from './wait-routes.ts';

/** The chat's own routes; those of who waits are in `wait-routes.ts`. What a visitor writes goes through the ledger like everybody else's words. */
export const webchatRoutes: Mounted[] = [
  ...waitRoutes,
  ...sacRoutes,
  serveOutside(openChat, (call, input) => openVisit(call, input)),
  serve(listChatMessages, async (ctx, { query }) => {
    const conversation = await chatConversation(ctx, visitorOf(ctx));
    if (!conversation) return { conversation: null, items: [], hasMore: false };
    const page = await chatMessages(ctx, { conversationId: conversation.id, ...query });
    return { conversation, ...page };
  }),
  serveOutside(sendChatMessage, async (call, { body }) => {
    const actor = call.actor as CustomerActor;
    const inbox = await openInbox(call.kernel, actor);
    const record = await inTransaction(call.kernel, actor, async (ctx) => ({
      v: 1 as const,
      visitorId: actor.id,
      clientId: body.clientId,
      at: ctx.clock.now().toISOString(),
      text: body.text,
      attachments: await uploadsOf(ctx, body.attachmentIds),
      pressed: body.pressed ? await pressedOf(ctx, body.pressed) : undefined,
      replyTo: body.replyToSeq ? await replyTargetOf(ctx, body.replyToSeq) : undefined,
      page: body.page,
      siteUser: siteUserOfRequest(call) ?? undefined,
    }));
    if (!record.text.trim() && record.attachments.length === 0 && !record.pressed) {
      throw refused('There is nothing in the message.', 'body.text');
    }
    await receive(call.kernel, { orgId: actor.orgId, inboxId: inbox.id }, [arrivalOf(record)]);
    return { accepted: true as const, clientId: body.clientId };
  }),
  serve(leaveChatContact, async (ctx, { body }) => {
    await leaveContact(ctx, visitorOf(ctx), body);
    return { ok: true as const };
  }),
  serveOutside(uploadChatFile, (call) => uploadFile(call, { voice: false })),
  serve(markChatRead, async (ctx, { body }) => {
    await markVisitorRead(ctx, visitorOf(ctx), body.seq);
    return { ok: true as const };
  }),
  serve(switchChat, async (ctx, { body }) => {
    const visitor = visitorOf(ctx);
    const conversation = found(await chatConversation(ctx, visitor), 'conversation');
    const offer = await offerSwitch(ctx, {
      conversationId: conversation.id,
      identityId: found(visitor.identityId, 'conversation'),
      inboxId: body.inboxId,
      withCode: true,
    });
    return {
      link: offer.link,
      qr: renderSVG(offer.link, { border: 2 }),
      code: offer.code,
      address: offer.inbox.address,
      expiresAt: offer.expiresAt.toISOString(),
    };
  }),
];

const visitorOf = (ctx: Ctx): CustomerActor => ctx.actor as CustomerActor;

function siteUserOfRequest(call: Call): SiteUser | null {
  const token = tokenOf(call.request);
  return token ? (readVisitorToken(call.kernel, token)?.siteUser ?? null) : null;
}

async function openInbox(kernel: Kernel, actor: CustomerActor): Promise<LoadedInbox> {
  const inbox = found(await loadInbox(kernel, actor.orgId, actor.inboxId), 'chat');
  if (!inbox.active) throw refused('This chat is switched off.');
  return inbox;
}

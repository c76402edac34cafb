import { type Actor, systemActor } from '../../../kernel/actor.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import type { LiveFrame, Presenter } from '../../../kernel/live/hub.ts';
import { messagesByIds } from '../../../modules/conversations/index.ts';
import { hiddenLegs } from '../../../modules/routing/index.ts';
import { chatConversations, chatMessageOf } from './views.ts';

/** Frames for visitors: the public messages and the state of the conversations their own browser takes part in. */
export const presentChat: Presenter = async (kernel, events, wanted) => {
  const frames: LiveFrame[] = [];
  const byOrg = Map.groupBy(
    events.filter((event) => event.conversationId !== null && wanted.topic(event.orgId, 'chat')),
    (event) => event.orgId,
  );
  for (const [orgId, list] of byOrg) {
    const conversationIds = [...new Set(list.map((event) => event.conversationId ?? ''))];
    const messageIds = [
      ...new Set(
        list.flatMap((event) => (typeof event.facts.messageId === 'string' ? [event.facts.messageId] : [])),
      ),
    ];
    const { conversations, messages, hidden } = await inTransaction(
      kernel,
      systemActor(orgId),
      async (ctx) => ({
        conversations: await chatConversations(ctx, conversationIds),
        messages: messageIds.length > 0 ? await messagesByIds(ctx, messageIds) : [],
        hidden: messageIds.length > 0 ? await hiddenLegs(ctx, conversationIds) : new Set<string>(),
      }),
    );
    for (const { conversation, visitorIds } of conversations) {
      const visibleTo = (actor: Actor): boolean => actor.kind === 'customer' && visitorIds.includes(actor.id);
      for (const { message } of messages) {
        if (message.conversationId !== conversation.id || message.visibility === 'internal') continue;
        if (message.legId !== null && hidden.has(message.legId)) continue;
        frames.push({ orgId, topic: 'chat', name: 'chat.message', data: chatMessageOf(message), visibleTo });
      }
      frames.push({ orgId, topic: 'chat', name: 'chat.conversation', data: conversation, visibleTo });
    }
  }
  return frames;
};

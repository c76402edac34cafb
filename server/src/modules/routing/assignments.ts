import type { Assignments } from '../conversations/index.ts';
import { settleConversations } from './intake/settle-conversations.ts';

/** What routing has to say when a person assigns a conversation: its item follows at once, or there is no room. */
export const routedAssignments: Assignments = {
  assigned: (ctx, conversationId) => settleConversations(ctx, [conversationId], { byHand: true }),
};

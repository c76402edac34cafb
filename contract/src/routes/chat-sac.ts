import { z } from 'zod';
import { Id, Instant } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { SacRequestState } from '../sac.ts';

/** What a visitor of a chat follows of their demands, where the brand answers by the SAC decree (Decreto 11.034/2022, art. 12). */

export const ChatDemand = z.strictObject({
  conversationId: Id,
  protocol: z.string(),
  /** The one this chat shows. */
  current: z.boolean(),
  /** Null: not registered yet. */
  registeredAt: Instant.nullable(),
  /** Answered by then. */
  dueAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** The history asked for last; null: none was. */
  history: z
    .strictObject({ state: SacRequestState, askedAt: Instant, dueAt: Instant, sentAt: Instant.nullable() })
    .nullable(),
});
export type ChatDemand = z.infer<typeof ChatDemand>;
const answer = z.strictObject({ demands: z.array(ChatDemand) });

export const listChatDemands = defineRoute({
  id: 'chat.demands',
  method: 'GET',
  path: '/api/chat/sac',
  access: 'visitor',
  summary:
    'The visitor’s demands by the SAC decree, the latest first; none where the brand does not answer by it',
  perMinute: 30,
  response: answer,
});
export const askChatHistory = defineRoute({
  id: 'chat.askHistory',
  method: 'POST',
  path: '/api/chat/sac/history',
  access: 'visitor',
  summary: 'Asks for the history of the visitor’s demand; the house sends it into the conversation at once',
  perMinute: 10,
  response: answer,
});

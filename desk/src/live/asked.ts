import type { AnswerOf } from '@meada/contract/route';
import type {
  ConversationItem,
  changeStatus,
  Message,
  sendMessage,
} from '@meada/contract/routes/conversations';
import type { QueryClient } from '@tanstack/react-query';
import { applyConversation, applyMessage } from './apply.ts';
import { moment, newest } from './told.ts';

/** What is done with a message or a conversation: the answer is put into the caches, unless frames know better. */

export async function askOfMessage(
  client: QueryClient,
  ask: () => Promise<AnswerOf<typeof sendMessage>>,
): Promise<void> {
  const since = moment();
  applyMessage(client, newest((await ask()) as Message, since));
}

export async function askOfConversation(
  client: QueryClient,
  ask: () => Promise<AnswerOf<typeof changeStatus>>,
): Promise<void> {
  const since = moment();
  applyConversation(client, newest((await ask()) as ConversationItem, since));
}

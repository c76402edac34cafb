/** /conversations and /conversations/$conversationId */
export function ConversationsScreen() {
  return null;
}

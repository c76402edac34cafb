/** What tests of other modules do to conversations that only this module's own routes do otherwise. */
export { mergeConversations } from './regrouping/merge-conversations.ts';
export { splitConversation } from './regrouping/split-conversation.ts';
export { undoRegrouping } from './regrouping/undo-regrouping.ts';

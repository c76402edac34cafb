/** What tests of other modules do in a conversation, as people and platforms would. */

export { changeStatus } from './change-status.ts';
export { makePace } from './dispatch/pace.ts';
export { dispatchInbox } from './dispatch/worker.ts';
export { ingestOrganisation } from './ingest/worker.ts';
export { sendMessage } from './send-message.ts';
export { readOne } from './views/conversation.ts';
export { readMessages } from './views/messages.ts';

export { type AddedInbox, addInbox } from './add-inbox.ts';
export { type ChangedInbox, changeInbox } from './change-inbox.ts';
export { forgetOldReceipts } from './forget-old-receipts.ts';
export { externalHash, receiptMaxBytes, receive } from './ledger.ts';
export { type Listeners, startListeners } from './listen.ts';
export {
  findInbox,
  forgetInbox,
  ioOf,
  type LoadedInbox,
  loadInbox,
  loadInboxes,
  secretContext,
} from './load.ts';
export {
  type Arrival,
  type ChannelIo,
  type ChannelPlugin,
  type ConnectionTest,
  type ListenIo,
  MalformedError,
  type RawRequest,
  type Receipt,
  type Settings,
} from './port.ts';
export { presentInboxes } from './present.ts';
export { type Channels, collectChannels } from './registry.ts';
export { inboxRoutes } from './routes.ts';
export { mountWebhooks, webhookPath } from './webhooks.ts';

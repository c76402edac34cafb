export { addInbox } from './add-inbox.ts';
export { changeInbox } from './change-inbox.ts';
export { createBrand } from './create-brand.ts';
export { forgetOldReceipts } from './forget-old-receipts.ts';
export { ioOf } from './io.ts';
export { receiptMaxBytes, receive, takeFresh } from './ledger.ts';
export { startListeners } from './listen.ts';
export {
  findInbox,
  type LoadedInbox,
  loadInbox,
  loadInboxes,
} from './load.ts';
export { mountPictures } from './pictures.ts';
export type {
  Arrival,
  ChannelPlugin,
  PlatformSignal,
  Receipt,
} from './port.ts';
export { presentInboxes } from './present.ts';
export { channelNames, collectChannels } from './registry.ts';
export { replayAll } from './replay-all.ts';
export { inboxRoutes } from './routes.ts';
export { runLookUps, writeLookUps } from './run-look-ups.ts';
export { runResyncs } from './run-resyncs.ts';
export { settleNotice } from './settle-notice.ts';
export { startResync } from './start-resync.ts';
export { switchBrandSac } from './store-brands.ts';
export { changeTemplates, templateOf } from './store-templates.ts';
export { askForTemplates } from './sync-templates.ts';
export { signatureFor } from './views-signature.ts';
export { healthReports, troubledInboxes } from './watch/report.ts';
export { startResyncs, startWatch } from './watch/start.ts';
export { watchOrganisation } from './watch/watch.ts';
export { mountWebhooks } from './webhooks.ts';
export { writeNotices } from './write-notices.ts';

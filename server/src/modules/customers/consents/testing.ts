/** Use cases of the ledger, for tests of modules that send. */
export { undoMerge } from '../undo-merge.ts';
export { readConsents } from './read-consents.ts';
export { recordConsent } from './record-consent.ts';

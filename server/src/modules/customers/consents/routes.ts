import * as contract from '@meada/contract/routes/customer-consents';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { listPurposes } from './list-purposes.ts';
import { readConsents } from './read-consents.ts';
import { recordConsent } from './record-consent.ts';
import { savePurpose } from './save-purpose.ts';

/** The ledger of consents and the purposes. */
export const consentRoutes: Mounted[] = [
  serve(contract.readConsents, readConsents),
  serve(contract.recordConsent, recordConsent),
  serve(contract.listPurposes, listPurposes),
  serve(contract.savePurpose, savePurpose),
];

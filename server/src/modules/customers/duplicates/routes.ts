import * as contract from '@meada/contract/routes/duplicates';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { changeSettings } from './change-settings.ts';
import { compareCustomers } from './compare-customers.ts';
import { reopenDuplicate } from './reopen-duplicate.ts';
import { settleDuplicate } from './settle-duplicate.ts';
import { startScan } from './start-scan.ts';
import { stopScan } from './stop-scan.ts';
import { listDuplicates, settingsOf } from './views.ts';

/** Records that may be one human: the queue, comparing, and runs over the base. */
export const duplicateRoutes: Mounted[] = [
  serve(contract.compareCustomers, compareCustomers),
  serve(contract.listDuplicates, listDuplicates),
  serve(contract.readDuplicateSettings, (ctx) => settingsOf(ctx)),
  serve(contract.changeDuplicateSettings, changeSettings),
  serve(contract.startDuplicateScan, startScan),
  serve(contract.stopDuplicateScan, (ctx) => stopScan(ctx)),
  serve(contract.settleDuplicate, settleDuplicate),
  serve(contract.reopenDuplicate, reopenDuplicate),
];

import * as contract from '@meada/contract/routes/abandonments';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changeAbandonment } from './change-abandonment.ts';
import { changeAbandonments } from './change-abandonments.ts';
import { countAbandonments } from './count-abandonments.ts';
import { listAbandonments } from './list-abandonments.ts';
import { readRecoveries } from './read-recoveries.ts';

/** Customers who left, and how they are won back. The fixed addresses stand before the one with an id. */
export const recoveryRoutes: Mounted[] = [
  serve(contract.readRecoveries, readRecoveries),
  serve(contract.countAbandonments, countAbandonments),
  serve(contract.listAbandonments, listAbandonments),
  serve(contract.changeAbandonments, changeAbandonments),
  serve(contract.changeAbandonment, changeAbandonment),
];

import * as contract from '@meada/contract/routes/agreements';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changeAgreement } from './change-agreement.ts';
import { createAgreement } from './create-agreement.ts';
import { deleteAgreement } from './delete-agreement.ts';
import { listAgreements } from './list-agreements.ts';
import { orderAgreements } from './order-agreements.ts';
import { readReport } from './read-report.ts';

/** Fixed addresses stand before the ones with an id. */
export const agreementRoutes: Mounted[] = [
  serve(contract.listAgreements, listAgreements),
  serve(contract.createAgreement, createAgreement),
  serve(contract.orderAgreements, orderAgreements),
  serve(contract.readAgreementReport, readReport),
  serve(contract.changeAgreement, changeAgreement),
  serve(contract.deleteAgreement, deleteAgreement),
];

import * as contract from '@meada/contract/routes/customers';
import * as identities from '@meada/contract/routes/identities';
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { addIdentity } from './add-identity.ts';
import { changeCustomer } from './change-customer.ts';
import { answerCheck } from './checks/answer-check.ts';
import { clearUndeliverable } from './clear-undeliverable.ts';
import { createCustomer } from './create-customer.ts';
import { duplicateRoutes } from './duplicates/routes.ts';
import { endIdentity } from './end-identity.ts';
import { listCustomers } from './list-customers.ts';
import { markShared } from './mark-shared.ts';
import { mergeCustomers } from './merge-customers.ts';
import { readCustomer } from './read-customer.ts';
import { settleSuggestion } from './settle-suggestion.ts';
import { undoMerge } from './undo-merge.ts';

/** Customers, their identities and merges. */
export const customerRoutes: Mounted[] = [
  serve(contract.listCustomers, listCustomers),
  serve(contract.readCustomer, readCustomer),
  serve(contract.createCustomer, createCustomer),
  serve(contract.changeCustomer, changeCustomer),
  serveOutside(contract.addIdentity, addIdentity),
  serveOutside(identities.answerCheck, answerCheck),
  serve(identities.endIdentity, endIdentity),
  serve(identities.markShared, markShared),
  serve(identities.clearUndeliverable, clearUndeliverable),
  serve(contract.mergeCustomers, mergeCustomers),
  serve(contract.undoMerge, undoMerge),
  serve(contract.settleSuggestion, settleSuggestion),
  ...duplicateRoutes,
];

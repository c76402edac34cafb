import * as contract from '@meada/contract/routes/customers';
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { addIdentity } from './add-identity.ts';
import { changeCustomer } from './change-customer.ts';
import { createCustomer } from './create-customer.ts';
import { listCustomers } from './list-customers.ts';
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
  serve(contract.mergeCustomers, mergeCustomers),
  serve(contract.undoMerge, undoMerge),
  serve(contract.settleSuggestion, settleSuggestion),
];

import * as contract from '@meada/contract/routes/postal';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { addPostal } from './add-postal.ts';
import { changePostal } from './change-postal.ts';
import { dropPostal } from './drop-postal.ts';

/** Postal addresses of customers. */
export const postalRoutes: Mounted[] = [
  serve(contract.addPostal, addPostal),
  serve(contract.changePostal, changePostal),
  serve(contract.dropPostal, dropPostal),
];

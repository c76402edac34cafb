import * as contract from '@meada/contract/routes/postal';
import { type Mounted, serve, serveOutside } from '../../../kernel/http/route.ts';
import { addPostal } from './add-postal.ts';
import { changePostal } from './change-postal.ts';
import { changePostalSettings } from './change-postal-settings.ts';
import { dropPostal } from './drop-postal.ts';
import { lookUpPostalCode } from './look-up-postal-code.ts';
import { readPostalSettings } from './read-postal-settings.ts';

/** Postal addresses of customers. */
export const postalRoutes: Mounted[] = [
  serve(contract.addPostal, addPostal),
  serve(contract.changePostal, changePostal),
  serve(contract.dropPostal, dropPostal),
  serveOutside(contract.lookUpPostalCode, lookUpPostalCode),
  serve(contract.readPostalSettings, readPostalSettings),
  serve(contract.changePostalSettings, changePostalSettings),
];

import * as contract from '@meada/contract/routes/fields';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { archiveField } from './archive-field.ts';
import { changeField } from './change-field.ts';
import { createField } from './create-field.ts';
import { listFields } from './list-fields.ts';
import { orderFields } from './order-fields.ts';
import { revealField } from './reveal-field.ts';

/** Custom fields; the fixed address stands before the one with an id. */
export const fieldRoutes: Mounted[] = [
  serve(contract.listFields, listFields),
  serve(contract.createField, createField),
  serve(contract.orderFields, orderFields),
  serve(contract.changeField, changeField),
  serve(contract.archiveField, archiveField),
  serve(contract.revealField, revealField),
];

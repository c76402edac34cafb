import * as contract from '@meada/contract/routes/hours';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changeHours } from './change-hours.ts';
import { createHours } from './create-hours.ts';
import { deleteHours } from './delete-hours.ts';
import { listHolidays } from './list-holidays.ts';
import { listHours } from './list-hours.ts';
import { previewHours } from './preview-hours.ts';
import { putHolidays } from './put-holidays.ts';

export const hoursRoutes: Mounted[] = [
  serve(contract.listHours, listHours),
  serve(contract.createHours, createHours),
  serve(contract.previewHours, previewHours),
  serve(contract.changeHours, changeHours),
  serve(contract.deleteHours, deleteHours),
  serve(contract.listHolidays, listHolidays),
  serve(contract.putHolidays, putHolidays),
];

import * as contract from '@meada/contract/routes/saved-views';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { deleteView } from './delete-view.ts';
import { saveView } from './save-view.ts';
import { listViews } from './views.ts';

export const savedViewRoutes: Mounted[] = [
  serve(contract.listSavedViews, (ctx) => listViews(ctx)),
  serve(contract.createSavedView, saveView),
  serve(contract.changeSavedView, saveView),
  serve(contract.deleteSavedView, deleteView),
];

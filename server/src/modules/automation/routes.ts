import * as canned from '@meada/contract/routes/canned';
import * as macros from '@meada/contract/routes/macros';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { startBulk } from './bulk/start-bulk.ts';
import { bulkOf } from './bulk/store.ts';
import { undoBulk } from './bulk/undo-bulk.ts';
import { deleteCanned } from './canned/delete-canned.ts';
import { saveCanned } from './canned/save-canned.ts';
import { useCanned } from './canned/use-canned.ts';
import { cannedReplies } from './canned/views.ts';
import { deleteMacro } from './macros/delete-macro.ts';
import { previewMacro } from './macros/preview-macro.ts';
import { runMacro } from './macros/run-macro.ts';
import { saveMacro } from './macros/save-macro.ts';
import { undoMacro } from './macros/undo-macro.ts';
import { macrosOf } from './macros/views.ts';
import { variablesOf } from './variables.ts';

/** Canned replies, macros, and the same done to many conversations. */
export const automationRoutes: Mounted[] = [
  serve(canned.listCanned, async (ctx) => ({ items: await cannedReplies(ctx) })),
  serve(canned.createCanned, saveCanned),
  serve(canned.changeCanned, saveCanned),
  serve(canned.deleteCanned, deleteCanned),
  serve(canned.useCanned, useCanned),
  serve(canned.readVariables, (ctx, { params }) => variablesOf(ctx, params.id)),
  serve(macros.listMacros, async (ctx) => ({ items: await macrosOf(ctx) })),
  serve(macros.createMacro, saveMacro),
  serve(macros.changeMacro, saveMacro),
  serve(macros.deleteMacro, deleteMacro),
  serve(macros.previewMacro, previewMacro),
  serve(macros.runMacro, runMacro),
  serve(macros.undoMacro, undoMacro),
  serve(macros.startBulk, startBulk),
  serve(macros.readBulk, (ctx, { params }) => bulkOf(ctx, params.id)),
  serve(macros.undoBulk, undoBulk),
];

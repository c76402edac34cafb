import * as lists from '@meada/contract/routes/exports';
import * as contract from '@meada/contract/routes/imports';
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { checkImport } from './check-import.ts';
import { createImport } from './create-import.ts';
import { dropImport } from './drop-import.ts';
import { exportAgreements } from './export-agreements.ts';
import { exportConversations } from './export-conversations.ts';
import { exportCustomers } from './export-customers.ts';
import { exportDeadlines } from './export-deadlines.ts';
import { exportDeals } from './export-deals.ts';
import { exportRecipients } from './export-recipients.ts';
import { exportSurveys } from './export-surveys.ts';
import { mapImport } from './map-import.ts';
import { dropMapping, savedMappings, saveMapping } from './mappings.ts';
import { refusedRows } from './refused-rows.ts';
import { startImport } from './start-import.ts';
import { stopImport } from './stop-import.ts';
import { undoImport } from './undo-import.ts';
import { importOf, importsOf, rowsOf } from './views.ts';

const done = { ok: true as const };

/** What an administrator, or a program with the scope, does with lists from elsewhere. */
export const importRoutes: Mounted[] = [
  serve(contract.listImports, async (ctx) => ({ items: await importsOf(ctx) })),
  serve(contract.readImport, (ctx, { params }) => importOf(ctx, params.id)),
  serveOutside(contract.createImport, (call) => createImport(call)),
  serve(contract.mapImport, (ctx, input) => mapImport(ctx, input)),
  serve(contract.checkImport, (ctx, { params }) => checkImport(ctx, { importId: params.id })),
  serve(contract.startImport, (ctx, { params }) => startImport(ctx, { importId: params.id })),
  serve(contract.stopImport, (ctx, { params }) => stopImport(ctx, { importId: params.id })),
  serve(contract.undoImport, (ctx, { params }) => undoImport(ctx, { importId: params.id })),
  serve(contract.dropImport, async (ctx, { params }) => {
    await dropImport(ctx, { importId: params.id });
    return done;
  }),
  serve(contract.listImportRows, async (ctx, { params, query }) => {
    await importOf(ctx, params.id);
    return rowsOf(ctx, params.id, query);
  }),
  serveOutside(contract.refusedRows, (call, { params }) => refusedRows(call, { importId: params.id })),
  serve(contract.listMappings, async (ctx) => ({ items: await savedMappings(ctx) })),
  serve(contract.saveMapping, (ctx, input) => saveMapping(ctx, input)),
  serve(contract.dropMapping, async (ctx, { params }) => {
    await dropMapping(ctx, params.id);
    return done;
  }),
  serveOutside(lists.exportCustomers, (call, input) => exportCustomers(call, input)),
  serveOutside(lists.exportConversations, (call, input) => exportConversations(call, input)),
  serveOutside(lists.exportAgreements, (call, input) => exportAgreements(call, input)),
  serveOutside(lists.exportDeadlines, (call, input) => exportDeadlines(call, input)),
  serveOutside(lists.exportDeals, (call, input) => exportDeals(call, input)),
  serveOutside(lists.exportSurveys, (call, input) => exportSurveys(call, input)),
  serveOutside(lists.exportRecipients, (call, input) => exportRecipients(call, input)),
];

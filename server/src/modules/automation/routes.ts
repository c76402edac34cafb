import * as canned from '@meada/contract/routes/canned';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { deleteCanned } from './canned/delete-canned.ts';
import { saveCanned } from './canned/save-canned.ts';
import { useCanned } from './canned/use-canned.ts';
import { cannedReplies } from './canned/views.ts';
import { variablesOf } from './variables.ts';

/** Canned replies. */
export const automationRoutes: Mounted[] = [
  serve(canned.listCanned, async (ctx) => ({ items: await cannedReplies(ctx) })),
  serve(canned.createCanned, saveCanned),
  serve(canned.changeCanned, saveCanned),
  serve(canned.deleteCanned, deleteCanned),
  serve(canned.useCanned, useCanned),
  serve(canned.readVariables, (ctx, { params }) => variablesOf(ctx, params.id)),
];

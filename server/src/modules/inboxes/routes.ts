import * as contract from '@meada/contract/routes/inboxes';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changeCanned } from './change-canned.ts';
import { createCanned } from './create-canned.ts';
import { createLabel } from './create-label.ts';
import { deleteCanned } from './delete-canned.ts';
import { deleteLabel } from './delete-label.ts';
import { brandsOf, cannedReplies, inboxRefs, labelsOf } from './views-desk.ts';

/** Channels, inboxes, poison receipts, brands, canned replies, labels. */
export const inboxRoutes: Mounted[] = [
  serve(contract.listInboxRefs, async (ctx) => ({ items: await inboxRefs(ctx) })),
  serve(contract.listBrands, async (ctx) => ({ items: await brandsOf(ctx) })),
  serve(contract.listCanned, async (ctx) => ({ items: await cannedReplies(ctx) })),
  serve(contract.createCanned, createCanned),
  serve(contract.changeCanned, changeCanned),
  serve(contract.deleteCanned, deleteCanned),
  serve(contract.listLabels, async (ctx) => ({ items: await labelsOf(ctx) })),
  serve(contract.createLabel, createLabel),
  serve(contract.deleteLabel, deleteLabel),
];

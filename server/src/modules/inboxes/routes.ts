import * as brands from '@meada/contract/routes/brands';
import * as consents from '@meada/contract/routes/consents';
import * as contract from '@meada/contract/routes/inboxes';
import * as labels from '@meada/contract/routes/labels';
import * as receipts from '@meada/contract/routes/receipts';
import * as signatures from '@meada/contract/routes/signatures';
import * as templates from '@meada/contract/routes/templates';
import { found } from '../../kernel/errors.ts';
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { addInbox } from './add-inbox.ts';
import { archiveInbox } from './archive-inbox.ts';
import { beginConsent } from './begin-consent.ts';
import { changeBrand } from './change-brand.ts';
import { changeInbox } from './change-inbox.ts';
import { changeLabel } from './change-label.ts';
import { changeSignature } from './change-signature.ts';
import { channelInfos, guideOf } from './channels.ts';
import { createBrand } from './create-brand.ts';
import { createLabel } from './create-label.ts';
import { deleteBrand } from './delete-brand.ts';
import { deleteLabel } from './delete-label.ts';
import { deleteTemplate } from './delete-template.ts';
import { dropConsent } from './drop-consent.ts';
import { finishConsent } from './finish-consent.ts';
import { listPoison } from './list-poison.ts';
import { listTemplates } from './list-templates.ts';
import { refreshTemplates } from './refresh-templates.ts';
import { replayReceipt } from './replay-receipt.ts';
import { restoreInbox } from './restore-inbox.ts';
import { firmRoutes } from './routes-firm.ts';
import { submitTemplate } from './submit-template.ts';
import { testInbox } from './test-inbox.ts';
import { inboxesOf, inboxUse } from './views.ts';
import { brandsOf, inboxRefs, labelsOf } from './views-desk.ts';
import { ownSignature, signatureOf } from './views-signature.ts';

/** Channels, inboxes, poison receipts, brands, labels. */
export const inboxRoutes: Mounted[] = [
  serveOutside(contract.listChannels, async (call) => ({
    items: await channelInfos(call.kernel.ports.channels),
  })),
  serveOutside(contract.readGuide, (call, input) =>
    guideOf(call.kernel.ports.channels, input.params.channel),
  ),
  serve(contract.listInboxRefs, async (ctx) => ({ items: await inboxRefs(ctx) })),
  serve(contract.listInboxes, async (ctx) => ({ items: await inboxesOf(ctx) })),
  serve(contract.readInbox, async (ctx, input) => found((await inboxesOf(ctx, input.params.id))[0], 'inbox')),
  serveOutside(contract.addInbox, (call, input) =>
    addInbox(call.kernel, found(call.actor, 'inbox'), input.body),
  ),
  serveOutside(contract.changeInbox, (call, input) =>
    changeInbox(call.kernel, found(call.actor, 'inbox'), { ...input.body, id: input.params.id }),
  ),
  serve(contract.readInboxUse, async (ctx, input) => found(await inboxUse(ctx, input.params.id), 'inbox')),
  serveOutside(contract.archiveInbox, (call, input) =>
    archiveInbox(call.kernel, found(call.actor, 'inbox'), input.params.id),
  ),
  serveOutside(contract.restoreInbox, (call, input) =>
    restoreInbox(call.kernel, found(call.actor, 'inbox'), input.params.id),
  ),
  serveOutside(contract.testInbox, testInbox),
  serveOutside(consents.beginConsent, beginConsent),
  serveOutside(consents.finishConsent, finishConsent),
  serveOutside(consents.dropConsent, dropConsent),
  serveOutside(templates.listTemplates, listTemplates),
  serveOutside(templates.refreshTemplates, refreshTemplates),
  serveOutside(templates.submitTemplate, submitTemplate),
  serveOutside(templates.deleteTemplate, deleteTemplate),
  serve(receipts.listPoison, listPoison),
  serve(receipts.replayReceipt, replayReceipt),
  ...firmRoutes,
  serve(brands.listBrands, async (ctx) => ({ items: await brandsOf(ctx) })),
  serve(brands.createBrand, createBrand),
  serve(brands.changeBrand, changeBrand),
  serve(brands.deleteBrand, deleteBrand),
  serve(signatures.readSignature, ownSignature),
  serve(signatures.changeSignature, changeSignature),
  serve(signatures.inboxSignature, (ctx, input) => signatureOf(ctx, input.params.id)),
  serve(labels.listLabels, async (ctx) => ({ items: await labelsOf(ctx) })),
  serve(labels.createLabel, createLabel),
  serve(labels.changeLabel, changeLabel),
  serve(labels.deleteLabel, deleteLabel),
];

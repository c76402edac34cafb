import * as callbacks from '@meada/contract/routes/callbacks';
import * as contract from '@meada/contract/routes/conversations';
import { goneConversations } from '@meada/contract/routes/gone';
import * as identities from '@meada/contract/routes/identities';
import * as messages from '@meada/contract/routes/messages';
import * as duties from '@meada/contract/routes/public-duties';
import {
  searchRecords as searchRecordsRoute,
  searchMessages as searchRoute,
} from '@meada/contract/routes/search';
import { listUndelivered as undeliveredRoute } from '@meada/contract/routes/undelivered';
import { listWoken as wokenRoute } from '@meada/contract/routes/woken';
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { announcementRoutes } from './announcing/routes.ts';
import { assignConversation } from './assign-conversation.ts';
import { settleCallback } from './callbacks/settle-callback.ts';
import { listCallbacks } from './callbacks/views.ts';
import { changeConversation } from './change-conversation.ts';
import { changeStatus } from './change-status.ts';
import { sendCheck } from './checking/send-check.ts';
import { confirmDispatch } from './confirm-dispatch.ts';
import { deleteMessage } from './delete-message.ts';
import { editMessage } from './edit-message.ts';
import { uploadFile } from './files/upload-file.ts';
import { followConversation } from './follow-conversation.ts';
import { hideMessage } from './hide-message.ts';
import { loudnessRoutes } from './loudness/routes.ts';
import { markRead } from './mark-read.ts';
import { mentionRoutes } from './mentions/routes.ts';
import { discardByHand } from './public/discard-by-hand.ts';
import { publishByHand } from './public/publish-by-hand.ts';
import { listDuties } from './public/views.ts';
import { waiveDuty } from './public/waive-duty.ts';
import { writeDown } from './public/write-down.ts';
import { reactToMessage } from './react-to-message.ts';
import { regroupingRoutes } from './regrouping/routes.ts';
import { retryDispatch } from './retry-dispatch.ts';
import { saveDraft } from './save-draft.ts';
import { savedViewRoutes } from './saved-views/routes.ts';
import { schedulingRoutes } from './scheduling/routes.ts';
import { searchMessages } from './searching/search-messages.ts';
import { searchRecords } from './searching/search-records.ts';
import { sendMessage } from './send-message.ts';
import { listWoken } from './snoozing/list-woken.ts';
import { startConversation } from './start-conversation.ts';
import { statusRoutes } from './statuses/routes.ts';
import { switchTargets } from './switch-targets.ts';
import { listUndelivered } from './undelivered/list-undelivered.ts';
import { readWholeBody } from './views/body.ts';
import { readOne } from './views/conversation.ts';
import { readGone } from './views/gone.ts';
import { readCounts, readList } from './views/list.ts';
import { readMessages } from './views/messages.ts';
import { readVersions } from './views/versions.ts';
import { findSeen } from './visibility.ts';

const done = { ok: true as const };

/** What agents and programs with a key do with conversations. */
export const conversationRoutes: Mounted[] = [
  serve(contract.listConversations, (ctx, { query }) => readList(ctx, query)),
  serve(searchRoute, (ctx, { query }) => searchMessages(ctx, query)),
  serve(searchRecordsRoute, (ctx, { query }) => searchRecords(ctx, query)),
  serve(contract.countConversations, (ctx) => readCounts(ctx)),
  serve(goneConversations, (ctx, { query }) => readGone(ctx, query)),
  serve(contract.readConversation, (ctx, { params }) => readOne(ctx, params.id)),
  serve(contract.listMessages, async (ctx, { params, query }) => {
    const conversation = await findSeen(ctx, params.id);
    return readMessages(ctx, conversation.id, query);
  }),
  serve(messages.readBody, (ctx, { params, query }) => readWholeBody(ctx, params.id, query.images)),
  serve(contract.sendMessage, (ctx, { params, body }) =>
    sendMessage(ctx, { ...body, conversationId: params.id }),
  ),
  serve(identities.sendCheck, sendCheck),
  serve(contract.startConversation, (ctx, { body }) => startConversation(ctx, body)),
  serve(contract.assignConversation, (ctx, { params, body }) =>
    assignConversation(ctx, { ...body, conversationId: params.id }),
  ),
  serve(wokenRoute, listWoken),
  serve(undeliveredRoute, listUndelivered),
  serve(contract.changeStatus, (ctx, { params, body }) =>
    changeStatus(ctx, { ...body, conversationId: params.id }),
  ),
  serve(contract.changeConversation, (ctx, { params, body }) =>
    changeConversation(ctx, { ...body, conversationId: params.id }),
  ),
  serve(contract.followConversation, async (ctx, { params, body }) => {
    await followConversation(ctx, { conversationId: params.id, follow: body.follow });
    return done;
  }),
  serve(contract.markRead, async (ctx, { params, body }) => {
    await markRead(ctx, { ...body, conversationId: params.id });
    return done;
  }),
  serve(contract.saveDraft, (ctx, { params, body }) =>
    saveDraft(ctx, { ...body, conversationId: params.id }),
  ),
  serve(messages.retryDispatch, (ctx, { params }) => retryDispatch(ctx, { messageId: params.id })),
  serve(messages.confirmDispatch, (ctx, { params }) => confirmDispatch(ctx, { messageId: params.id })),
  serve(messages.editMessage, (ctx, { params, body }) => editMessage(ctx, { ...body, messageId: params.id })),
  serve(messages.deleteMessage, (ctx, { params }) => deleteMessage(ctx, { messageId: params.id })),
  serve(messages.reactToMessage, (ctx, { params, body }) =>
    reactToMessage(ctx, { ...body, messageId: params.id }),
  ),
  serve(messages.hideMessage, (ctx, { params, body }) => hideMessage(ctx, { ...body, messageId: params.id })),
  serve(messages.listVersions, (ctx, { params }) => readVersions(ctx, params.id)),
  serve(duties.listDuties, async (ctx) => ({ items: await listDuties(ctx) })),
  serve(duties.waiveDuty, (ctx, { params, body }) => waiveDuty(ctx, { ...body, dutyId: params.id })),
  serve(duties.publishByHand, (ctx, { params, body }) =>
    publishByHand(ctx, { ...body, messageId: params.id }),
  ),
  serve(duties.discardByHand, (ctx, { params }) => discardByHand(ctx, { messageId: params.id })),
  serveOutside(duties.writeDown, (call, { params, body }) =>
    writeDown(call, { ...body, inboxId: params.id }),
  ),
  serve(callbacks.listCallbacks, async (ctx) => ({ items: await listCallbacks(ctx) })),
  serve(callbacks.settleCallback, (ctx, { params, body }) =>
    settleCallback(ctx, { ...body, callbackId: params.id }),
  ),
  ...announcementRoutes,
  ...regroupingRoutes,
  ...savedViewRoutes,
  ...loudnessRoutes,
  ...mentionRoutes,
  ...schedulingRoutes,
  ...statusRoutes,
  serve(contract.switchTargets, (ctx, { params }) => switchTargets(ctx, { conversationId: params.id })),
  serveOutside(contract.uploadFile, (call, { query }) => uploadFile(call, { voice: query.voice === '1' })),
];

import * as contract from '@meada/contract/routes/regroupings';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { mergeConversations } from './merge-conversations.ts';
import { moveMessages } from './move-messages.ts';
import { splitConversation } from './split-conversation.ts';
import { undoRegrouping } from './undo-regrouping.ts';
import { listRegroupings } from './views.ts';

export const regroupingRoutes: Mounted[] = [
  serve(contract.mergeConversations, (ctx, { params, body }) =>
    mergeConversations(ctx, { ...body, conversationId: params.id }),
  ),
  serve(contract.splitConversation, (ctx, { params, body }) =>
    splitConversation(ctx, { ...body, conversationId: params.id }),
  ),
  serve(contract.moveMessages, (ctx, { params, body }) =>
    moveMessages(ctx, { ...body, conversationId: params.id }),
  ),
  serve(contract.listRegroupings, async (ctx, { params }) => ({
    items: await listRegroupings(ctx, params.id),
  })),
  serve(contract.undoRegrouping, (ctx, { params }) => undoRegrouping(ctx, { regroupingId: params.id })),
];

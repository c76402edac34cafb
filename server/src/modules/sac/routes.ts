import * as contract from '@meada/contract/routes/sac';
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { askRequest } from './ask-request.ts';
import { exportDemands } from './export-demands.ts';
import { finishCancellation } from './finish-cancellation.ts';
import { handRequest } from './hand-request.ts';
import { readConversation } from './read-conversation.ts';
import { readReport } from './read-report.ts';
import { switchMode } from './switch-mode.ts';
import { sacBrands } from './views.ts';

export const sacRoutes: Mounted[] = [
  serve(contract.listSacBrands, async (ctx) => ({ items: await sacBrands(ctx) })),
  serve(contract.switchSac, switchMode),
  serve(contract.readSacReport, readReport),
  serveOutside(contract.exportSacDemands, exportDemands),
  serve(contract.readSacConversation, (ctx, { params }) =>
    readConversation(ctx, { conversationId: params.id }),
  ),
  serve(contract.askSac, askRequest),
  serve(contract.handSac, handRequest),
  serve(contract.finishSac, finishCancellation),
];

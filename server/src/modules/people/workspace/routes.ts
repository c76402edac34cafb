import * as contract from '@meada/contract/routes/workspace';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { changeWorkspace } from './change-workspace.ts';
import { setStandard } from './set-standard.ts';
import { standardsOf } from './views.ts';

export const workspaceRoutes: Mounted[] = [
  serve(contract.changeWorkspace, changeWorkspace),
  serve(contract.listStandards, (ctx) => standardsOf(ctx)),
  serve(contract.setStandard, async (ctx, input) => {
    await setStandard(ctx, input);
    return { ok: true as const };
  }),
];

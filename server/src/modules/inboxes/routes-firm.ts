import * as contract from '@meada/contract/routes/inboxes';
import { found } from '../../kernel/errors.ts';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { playbookOf } from './views-desk.ts';

/** The firm's side of inboxes: how they are worked, how they are. */
export const firmRoutes: Mounted[] = [
  serve(contract.readPlaybook, async (ctx, input) => found(await playbookOf(ctx, input.params.id), 'inbox')),
];

import * as health from '@meada/contract/routes/inbox-health';
import { found } from '../../kernel/errors.ts';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { replayAll } from './replay-all.ts';
import { settleNotice } from './settle-notice.ts';
import { startResync } from './start-resync.ts';
import { playbookOf } from './views-desk.ts';
import { healthReports, troubledInboxes } from './watch/report.ts';

/** The firm's side of inboxes: how they are worked, how they are. */
export const firmRoutes: Mounted[] = [
  serve(health.readPlaybook, async (ctx, input) => found(await playbookOf(ctx, input.params.id), 'inbox')),
  serve(health.readHealth, async (ctx) => ({ items: await healthReports(ctx) })),
  serve(health.countTroubles, async (ctx) => ({ items: await troubledInboxes(ctx) })),
  serve(health.replayAll, replayAll),
  serve(health.startResync, startResync),
  serve(health.settleNotice, settleNotice),
];

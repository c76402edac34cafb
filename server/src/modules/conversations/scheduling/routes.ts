import * as contract from '@meada/contract/routes/scheduled';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { changeScheduled } from './change-scheduled.ts';
import { dropScheduled } from './drop-scheduled.ts';
import { scheduleMessage } from './schedule-message.ts';
import { sendScheduledNow } from './send-scheduled-now.ts';
import { takeBack } from './take-back.ts';
import { listScheduled } from './views.ts';

const done = { ok: true as const };

/** Sending later, and taking back what was sent a moment ago. */
export const schedulingRoutes: Mounted[] = [
  serve(contract.listScheduled, (ctx) => listScheduled(ctx)),
  serve(contract.scheduleMessage, (ctx, { params, body }) =>
    scheduleMessage(ctx, { ...body, conversationId: params.id }),
  ),
  serve(contract.changeScheduled, (ctx, { params, body }) =>
    changeScheduled(ctx, { ...body, scheduledId: params.id }),
  ),
  serve(contract.sendScheduledNow, async (ctx, { params }) => {
    await sendScheduledNow(ctx, { scheduledId: params.id });
    return done;
  }),
  serve(contract.takeBack, (ctx, { params }) => takeBack(ctx, { scheduledId: params.id })),
  serve(contract.dropScheduled, async (ctx, { params }) => {
    await dropScheduled(ctx, { scheduledId: params.id });
    return done;
  }),
];

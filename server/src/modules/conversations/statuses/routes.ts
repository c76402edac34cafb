import * as contract from '@meada/contract/routes/statuses';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { changeOwnStatus } from './change-own-status.ts';
import { createStatus } from './create-status.ts';
import { orderStatuses } from './order-statuses.ts';
import { listStatuses } from './views.ts';

/** The firm's own statuses. */
export const statusRoutes: Mounted[] = [
  serve(contract.listStatuses, async (ctx) => ({ items: await listStatuses(ctx) })),
  serve(contract.createStatus, createStatus),
  serve(contract.orderStatuses, async (ctx, { body }) => {
    await orderStatuses(ctx, body);
    return { ok: true as const };
  }),
  serve(contract.changeOwnStatus, changeOwnStatus),
];

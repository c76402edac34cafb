import type { Hours } from '@meada/contract/routes/hours';
import type { Ctx } from '../../kernel/ctx.ts';
import { hoursViews } from './views.ts';

/** All hours, by name. */
export const listHours = async (ctx: Ctx): Promise<{ items: Hours[] }> => ({ items: await hoursViews(ctx) });

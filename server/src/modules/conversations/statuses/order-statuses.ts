import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { tellStatuses, writeOrder } from './store.ts';
import { listStatuses } from './views.ts';

/** Puts the statuses in an order. Throws `refused` for one that is not there. */
export async function orderStatuses(ctx: Ctx, { ids }: { ids: readonly string[] }): Promise<void> {
  permit(ctx.actor, 'statuses.manage');
  const known = new Set((await listStatuses(ctx)).map(({ id }) => id));
  const missing = ids.findIndex((id) => !known.has(id));
  if (missing >= 0) throw refused('There is no such status.', `body.ids.${missing}`);
  await writeOrder(ctx, ids);
  tellStatuses(ctx, 'status.ordered');
}

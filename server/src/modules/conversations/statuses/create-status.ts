import type { createStatus as route } from '@meada/contract/routes/statuses';
import type { Status } from '@meada/contract/statuses';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { insertStatus, tellStatuses } from './store.ts';
import { statusById } from './views.ts';

/** Adds a status to a category. */
export async function createStatus(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Status> {
  permit(ctx.actor, 'statuses.manage');
  const { isDefault: is_default, ...rest } = body;
  const id = ctx.ids.uuid();
  await insertStatus(ctx, { id, ...rest, is_default });
  tellStatuses(ctx, 'status.created', { id });
  return statusById(ctx, id);
}

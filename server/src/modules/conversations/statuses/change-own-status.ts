import type { changeOwnStatus as route } from '@meada/contract/routes/statuses';
import type { Status } from '@meada/contract/statuses';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { dropDefault, lockStatus, tellStatuses, updateStatus } from './store.ts';
import { statusById } from './views.ts';

/** Changes a status wherever it stands; an archived one stays on the conversations that have it. */
export async function changeOwnStatus(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Status> {
  permit(ctx.actor, 'statuses.manage');
  const { name, colour, isDefault, archived } = body;
  const before = await lockStatus(ctx, params.id);
  if (archived && isDefault) throw refused('What is archived is nobody’s default.', 'body.isDefault');
  if (isDefault) await dropDefault(ctx, before.category);
  const archived_at = archived ? (before.archived_at ?? ctx.clock.now()) : null;
  await updateStatus(ctx, params.id, { name, colour, is_default: isDefault, archived_at });
  tellStatuses(ctx, 'status.changed', params);
  return statusById(ctx, params.id);
}

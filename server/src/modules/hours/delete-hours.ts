import type { deleteHours as route } from '@meada/contract/routes/hours';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dropHours } from './store.ts';
import { hoursView } from './views.ts';

/** Deletes hours. Throws `not_found`, `conflict` while something goes by them. */
export async function deleteHours(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'hours.manage');
  await hoursView(ctx, params.id);
  await dropHours(ctx, params.id);
  ctx.emit({ name: 'hours.changed', facts: { hoursId: params.id } });
  ctx.audit({ action: 'hours.deleted', subject: { kind: 'hours', id: params.id } });
  return { ok: true };
}

import type { Hours, changeHours as route } from '@meada/contract/routes/hours';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkHours } from './check.ts';
import { saveHours } from './store.ts';
import { hoursView } from './views.ts';

/** Changes hours; what goes by them follows. Throws `not_found`, `refused`. */
export async function changeHours(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Hours> {
  permit(ctx.actor, 'hours.manage');
  checkHours(body);
  await hoursView(ctx, params.id);
  await saveHours(ctx, params.id, body);
  ctx.emit({ name: 'hours.changed', facts: { hoursId: params.id } });
  ctx.audit({ action: 'hours.changed', subject: { kind: 'hours', id: params.id } });
  return hoursView(ctx, params.id);
}

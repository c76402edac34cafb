import type { Hours, createHours as route } from '@meada/contract/routes/hours';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkHours } from './check.ts';
import { insertHours } from './store.ts';
import { hoursView, hoursViews } from './views.ts';

const hoursAtMost = 100;

/** Makes hours. Throws `refused` for stretches that are none. */
export async function createHours(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Hours> {
  permit(ctx.actor, 'hours.manage');
  checkHours(body);
  if ((await hoursViews(ctx)).length >= hoursAtMost)
    throw refused('There are 100 hours already.', 'body.name');
  const id = await insertHours(ctx, body);
  ctx.emit({ name: 'hours.changed', facts: { hoursId: id } });
  ctx.audit({ action: 'hours.created', subject: { kind: 'hours', id } });
  return hoursView(ctx, id);
}

import type { previewHours as route, Standing } from '@meada/contract/routes/hours';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkHours } from './check.ts';
import { ownHolidays } from './stored.ts';
import { standingOf } from './views.ts';

/** How hours that are being edited would stand now. Throws `refused` for stretches that are none. */
export async function previewHours(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Standing> {
  permit(ctx.actor, 'hours.manage');
  checkHours(body);
  const own = body.ownHolidays ? await ownHolidays(ctx) : [];
  return standingOf({ ...body, own }, ctx.clock.now().getTime());
}

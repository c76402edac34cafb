import type { ComingHoliday, OwnHoliday, putHolidays as route } from '@meada/contract/routes/hours';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkHolidays } from './check.ts';
import { listHolidays } from './list-holidays.ts';
import { replaceHolidays } from './store.ts';

/** Puts the firm's own holidays; hours that keep them follow. Throws `refused` for days that are none or stand twice. */
export async function putHolidays(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<{ own: OwnHoliday[]; coming: ComingHoliday[] }> {
  permit(ctx.actor, 'hours.manage');
  checkHolidays(body.items);
  await replaceHolidays(ctx, body.items);
  ctx.emit({ name: 'hours.changed', facts: { hoursId: null } });
  ctx.audit({ action: 'holidays.changed', facts: { days: body.items.length } });
  return listHolidays(ctx);
}

import type { ComingHoliday, OwnHoliday } from '@meada/contract/routes/hours';
import type { Ctx } from '../../kernel/ctx.ts';
import { addDays } from './days.ts';
import { comingHolidays, ownHolidayViews } from './views.ts';

/** The firm's own holidays, and every one that comes within a year: from yesterday on, since zones differ. */
export async function listHolidays(ctx: Ctx): Promise<{ own: OwnHoliday[]; coming: ComingHoliday[] }> {
  const own = await ownHolidayViews(ctx);
  const today = ctx.clock.now().toISOString().slice(0, 10);
  return { own, coming: comingHolidays(own, addDays(today, -1)) };
}

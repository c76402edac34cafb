import type { HoursInput, OwnHoliday } from '@meada/contract/routes/hours';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { isReferred } from '../../kernel/db/database.ts';
import { conflict } from '../../kernel/errors.ts';

/** Writes of hours and of the firm's own holidays. */

const columnsOf = (input: HoursInput) => ({
  name: input.name,
  time_zone: input.timeZone,
  week: JSON.stringify(input.week),
  holidays: input.holidays,
  own_holidays: input.ownHolidays,
  exceptions: JSON.stringify(input.exceptions),
});

export async function insertHours(ctx: Ctx, input: HoursInput): Promise<string> {
  const [id, now] = [ctx.ids.uuid(), ctx.clock.now()];
  await ctx.db
    .insertInto('hours')
    .values({ org_id: ctx.orgId, id, ...columnsOf(input), created_at: now, updated_at: now })
    .execute();
  return id;
}

export async function saveHours(ctx: Ctx, id: string, input: HoursInput): Promise<void> {
  await ctx.db
    .updateTable('hours')
    .set({ ...columnsOf(input), updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Throws `conflict` while something goes by them; what is out of use lets them go. */
export async function dropHours(ctx: Ctx, id: string): Promise<void> {
  for (const table of ['queues', 'agreements'] as const)
    await ctx.db
      .updateTable(table)
      .set({ hours_id: null })
      .where('org_id', '=', ctx.orgId)
      .where('hours_id', '=', id)
      .where('archived_at', 'is not', null)
      .execute();
  await ctx.db
    .updateTable('agents')
    .set({ hours_id: null })
    .where('org_id', '=', ctx.orgId)
    .where('hours_id', '=', id)
    .where('active', '=', false)
    .execute();
  await ctx.db
    .deleteFrom('hours')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute()
    .catch((error: unknown) => {
      if (!isReferred(error)) throw error;
      throw conflict('Something goes by these hours: give it others first.', 'params.id');
    });
}

export async function replaceHolidays(ctx: Ctx, items: readonly OwnHoliday[]): Promise<void> {
  // Who saves the list at the same moment waits: the later one's stands, whole.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`holidays ${ctx.orgId}`}, 0))`.execute(ctx.db);
  await ctx.db.deleteFrom('holidays').where('org_id', '=', ctx.orgId).execute();
  if (items.length === 0) return;
  const rows = items.map(({ name, on, open }) => ({
    org_id: ctx.orgId,
    id: ctx.ids.uuid(),
    name,
    on_day: on,
    open_from: open?.from ?? null,
    open_to: open?.to ?? null,
  }));
  await ctx.db.insertInto('holidays').values(rows).execute();
}

import type { ComingHoliday, Hours, OwnHoliday, Standing } from '@meada/contract/routes/hours';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { closesNext, opensNext } from './business-time.ts';
import { addDays, type CalendarDay } from './days.ts';
import { holidaysOf } from './holidays.ts';
import type { BusinessHours } from './open.ts';
import { allHours } from './stored.ts';

/** How hours stand at an instant. */
export function standingOf(hours: BusinessHours, at: number): Standing {
  const opens = opensNext(hours, at);
  const changes = opens === at ? closesNext(hours, at) : opens;
  return { open: opens === at, changesAt: changes === null ? null : new Date(changes).toISOString() };
}

type Row = {
  id: string;
  name: string;
  own_holidays: boolean;
  exceptions: Hours['exceptions'];
  used_by: Hours['usedBy'];
};

/** SQL of what in a table goes by the hours `h`, by name. */
const usersIn = (table: string, which: string) =>
  sql.raw(`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name) ORDER BY x.name, x.id), '[]')
    FROM ${table} x WHERE x.org_id = h.org_id AND x.hours_id = h.id AND ${which})`);

/** All hours of the organisation, by name. */
export async function hoursViews(ctx: Ctx): Promise<Hours[]> {
  const { rows } = await sql<Row>`
    SELECT h.id, h.name, h.own_holidays, h.exceptions, jsonb_build_object('inboxes', ${usersIn('inboxes', 'true')},
      'queues', ${usersIn('queues', 'x.archived_at IS NULL')}, 'agreements', ${usersIn('agreements', 'x.archived_at IS NULL')},
      'agents', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) ORDER BY m.name, m.id), '[]')
        FROM agents a JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
        WHERE a.org_id = h.org_id AND a.hours_id = h.id AND a.active)) AS used_by
    FROM hours h WHERE h.org_id = ${ctx.orgId} ORDER BY lower(h.name), h.id`.execute(ctx.db);
  const counted = await allHours(ctx.db, ctx.orgId);
  const now = ctx.clock.now().getTime();
  return rows.map((row) => {
    const hours = found(counted.get(row.id), 'hours');
    return {
      id: row.id,
      name: row.name,
      timeZone: hours.timeZone,
      week: hours.week,
      holidays: hours.holidays,
      ownHolidays: row.own_holidays,
      exceptions: row.exceptions,
      now: standingOf(hours, now),
      usedBy: row.used_by,
    };
  });
}

/** Throws `not_found`. */
export const hoursView = async (ctx: Ctx, id: string): Promise<Hours> =>
  found(
    (await hoursViews(ctx)).find((one) => one.id === id),
    'hours',
  );

export async function ownHolidayViews(ctx: Ctx): Promise<OwnHoliday[]> {
  const rows = await ctx.db
    .selectFrom('holidays')
    .select(['name', 'on_day', 'open_from', 'open_to'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('on_day')
    .execute();
  return rows.map(({ name, on_day, open_from, open_to }) => ({
    name,
    on: on_day,
    open: open_from !== null && open_to !== null ? { from: open_from, to: open_to } : null,
  }));
}

const daysAhead = 366;

/** Every holiday of the year from a day on, Brazil's and the firm's own, in order. */
export function comingHolidays(own: readonly OwnHoliday[], from: CalendarDay): ComingHoliday[] {
  const until = addDays(from, daysAhead);
  const years = [Number(from.slice(0, 4)), Number(from.slice(0, 4)) + 1];
  const brazil = years
    .flatMap(holidaysOf)
    .map(({ day, name, kind }): ComingHoliday => ({ day, name, kind, open: null }));
  const ours = own.flatMap(({ name, on, open }) =>
    (on.length === 5 ? years.map((year) => `${year}-${on}`).filter(isDay) : [on]).map(
      (day): ComingHoliday => ({ day, name, kind: 'own', open }),
    ),
  );
  return [...brazil, ...ours]
    .filter(({ day }) => day >= from && day < until)
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** 29 February is not one of every year. */
const isDay = (day: string): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
};

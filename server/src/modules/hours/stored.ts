import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db/connection.ts';
import { notFound } from '../../kernel/errors.ts';
import type { BusinessHours } from './open.ts';

/** Hours as they are stored, read as what the pure part counts by. */

/** The firm's own holidays (`own` of BusinessHours) of the organisation in `org`, an SQL expression, as JSON. */
const ownOf = (org: string): string => `(SELECT coalesce(jsonb_agg(jsonb_build_object('on', d.on_day, 'open',
  CASE WHEN d.open_from IS NULL THEN NULL ELSE jsonb_build_object('from', d.open_from, 'to', d.open_to) END)
  ORDER BY d.on_day), '[]') FROM holidays d WHERE d.org_id = ${org})`;

/** SQL for a row of `hours` under the name `h` as JSON of BusinessHours. */
const asJson = `jsonb_build_object('timeZone', h.time_zone, 'week', h.week, 'holidays', h.holidays,
  'exceptions', h.exceptions, 'own', CASE WHEN h.own_holidays THEN ${ownOf('h.org_id')} ELSE '[]' END)`;

/**
 * SQL of the hours that a row of another table goes by, as JSON of BusinessHours; null when it names none. `table` has the
 * columns `org_id` and `hours_id`.
 */
export const hoursOfRow = <T>(table: string): RawBuilder<T> =>
  sql.raw<T>(`(SELECT ${asJson} FROM hours h WHERE h.org_id = ${table}.org_id AND h.id = ${table}.hours_id)`);

/** Hours of an organisation by id: all. */
export async function allHours(db: Tx, orgId: string): Promise<Map<string, BusinessHours>> {
  const { rows } = await sql<{ id: string; hours: BusinessHours }>`
    SELECT h.id, ${sql.raw(asJson)} AS hours FROM hours h WHERE h.org_id = ${orgId}`.execute(db);
  return new Map(rows.map(({ id, hours }) => [id, hours]));
}

/** The firm's own holidays, as BusinessHours have them. */
export async function ownHolidays(ctx: Ctx): Promise<BusinessHours['own']> {
  const { rows } = await sql<{ own: BusinessHours['own'] }>`
    SELECT ${sql.raw(ownOf('o.id'))} AS own FROM organisations o WHERE o.id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0]?.own ?? [];
}

/** Throws `not_found` unless the hours are of this organisation; none named is fine. */
export async function requireHours(ctx: Ctx, id: string | null | undefined): Promise<void> {
  if (!id) return;
  const row = await ctx.db
    .selectFrom('hours')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('hours');
}

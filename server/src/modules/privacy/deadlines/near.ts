import type { PrivacyDeadline } from '@meada/contract/routes/privacy-requests';
import { sql } from 'kysely';
import { dayIn } from '../../../kernel/calendar.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { businessDaysUntil, daysUntil } from '../days.ts';

/** A request is near its end with so many days left; an incident with so many business days. */
export const nearDays = { request: 3, incident: 1 } as const;

type Row = Omit<PrivacyDeadline, 'daysLeft'> & { zone: string };

/** Requests that run and incidents whose telling is owed: SQL over `q` and `n`. */
export const runs = sql`q.state IN ('open', 'working', 'asked') AND q.due_on IS NOT NULL`;
export const owes = sql`n.closed_at IS NULL AND n.risk <> 'low' AND (n.authority_told_at IS NULL OR n.people_told_at IS NULL)`;

/** Deadlines that are near or over, the nearest first. */
export async function nearDeadlines(ctx: Ctx): Promise<PrivacyDeadline[]> {
  const { rows } = await sql<Row>`
    SELECT 'request' AS kind, q.id, q.kind AS title, coalesce(r.name, q.address) AS name, q.due_on::text AS "dueOn",
      q.assignee_id AS "assigneeId", o.time_zone AS zone
    FROM privacy_requests q JOIN organisations o ON o.id = q.org_id
    LEFT JOIN customers c ON c.org_id = q.org_id AND c.id = q.customer_id
    LEFT JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id
    WHERE q.org_id = ${ctx.orgId} AND ${runs} AND q.due_on <= ${soonest(ctx)}::date
    UNION ALL
    SELECT 'incident', n.id, n.title, NULL, n.authority_due_on::text, NULL, o.time_zone
    FROM incidents n JOIN organisations o ON o.id = n.org_id
    WHERE n.org_id = ${ctx.orgId} AND ${owes}
    ORDER BY "dueOn" LIMIT 200`.execute(ctx.db);
  return rows
    .map(({ zone, ...row }) => ({ ...row, daysLeft: leftOf(row, dayIn(zone, ctx.clock.now())) }))
    .filter(({ kind, daysLeft }) => daysLeft <= nearDays[kind]);
}

/** Days left of a request, business days of an incident; negative when it is over. */
export const leftOf = ({ kind, dueOn }: Pick<PrivacyDeadline, 'kind' | 'dueOn'>, today: string): number =>
  kind === 'request' ? daysUntil(today, dueOn) : businessDaysUntil(today, dueOn);

/** A day no zone's reckoning makes too early. */
const soonest = (ctx: Pick<Ctx, 'clock'>): Date =>
  new Date(ctx.clock.now().getTime() + (nearDays.request + 1) * 86_400_000);

import type { Incident } from '@meada/contract/routes/privacy-register';
import { sql } from 'kysely';
import { dayIn } from '../../../kernel/calendar.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { businessDaysUntil, completedOn, keptUntil } from '../days.ts';

type Row = Omit<
  Incident,
  | 'daysLeft'
  | 'late'
  | 'keptUntil'
  | 'completeOn'
  | 'entries'
  | 'happenedAt'
  | 'noticedAt'
  | 'authorityToldAt'
  | 'peopleToldAt'
  | 'createdAt'
  | 'closedAt'
> & {
  happenedAt: Date | null;
  noticedAt: Date;
  authorityToldAt: Date | null;
  peopleToldAt: Date | null;
  createdAt: Date;
  closedAt: Date | null;
  zone: string;
  small: boolean | null;
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The register, newest first; with an id, that one alone. */
export async function incidentsOf(ctx: Ctx, id: string | null = null): Promise<Incident[]> {
  const { rows } = await sql<Row>`
    SELECT n.id, n.title, n.happened, n.happened_at AS "happenedAt", n.noticed_at AS "noticedAt", n.data_kinds AS "dataKinds",
      n.affected, n.risk, n.risk_reason AS "riskReason", n.measures, n.not_told_reason AS "notToldReason",
      n.people_told_how AS "peopleToldHow", n.authority_protocol AS "authorityProtocol", s.small_agent AS small, n.authority_due_on::text AS "dueOn", n.authority_told_at AS "authorityToldAt",
      n.people_told_at AS "peopleToldAt", n.created_by AS "createdBy", n.created_at AS "createdAt", n.closed_at AS "closedAt",
      o.time_zone AS zone
    FROM incidents n JOIN organisations o ON o.id = n.org_id
    LEFT JOIN privacy_settings s ON s.org_id = n.org_id
    WHERE n.org_id = ${ctx.orgId} AND (${id}::uuid IS NULL OR n.id = ${id}::uuid)
    ORDER BY n.noticed_at DESC, n.id DESC LIMIT 500`.execute(ctx.db);
  const entries = await ctx.db
    .selectFrom('incident_entries')
    .select(['id', 'incident_id', 'kind', 'text', 'author_id', 'at'])
    .where('org_id', '=', ctx.orgId)
    .where('incident_id', '=', sql<string>`ANY (${rows.map((row) => row.id)}::uuid[])`)
    .orderBy('at')
    .execute();
  const byIncident = Map.groupBy(entries, ({ incident_id }) => incident_id);
  return rows.map((row) => shown(ctx, row, byIncident.get(row.id) ?? []));
}

type Entry = { id: string; kind: string; text: string; author_id: string | null; at: Date };

function shown(ctx: Ctx, { zone, small, ...row }: Row, entries: readonly Entry[]): Incident {
  const today = dayIn(zone, ctx.clock.now());
  const isOpen = row.closedAt === null && row.risk !== 'low' && (!row.authorityToldAt || !row.peopleToldAt);
  const daysLeft = businessDaysUntil(today, row.dueOn);
  return {
    ...row,
    happenedAt: iso(row.happenedAt),
    noticedAt: row.noticedAt.toISOString(),
    authorityToldAt: iso(row.authorityToldAt),
    peopleToldAt: iso(row.peopleToldAt),
    createdAt: row.createdAt.toISOString(),
    closedAt: iso(row.closedAt),
    daysLeft,
    completeOn: row.authorityToldAt ? completedOn(dayIn(zone, row.authorityToldAt), small ?? false) : null,
    late: isOpen && today > row.dueOn,
    keptUntil: keptUntil(dayIn(zone, row.noticedAt)),
    entries: entries.map((entry) => ({
      ...{ id: entry.id, kind: entry.kind, text: entry.text, authorId: entry.author_id },
      at: entry.at.toISOString(),
    })),
  };
}

export const incidentById = async (ctx: Ctx, id: string): Promise<Incident> =>
  found((await incidentsOf(ctx, id))[0], 'incident');

/** Writes a line into the history of an incident, which is never changed. */
export async function addEntry(
  ctx: Ctx,
  made: { incidentId: string; kind: 'note' | 'measure' | 'authority' | 'people' | 'change'; text: string },
): Promise<void> {
  await ctx.db
    .insertInto('incident_entries')
    .values({
      ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), incident_id: made.incidentId, kind: made.kind },
      ...{ text: made.text, at: ctx.clock.now() },
      author_id: ctx.actor.kind === 'person' ? ctx.actor.id : null,
    })
    .execute();
}

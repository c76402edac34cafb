import type { ResponseOf } from '@meada/contract/route';
import type { readOrganisation } from '@meada/contract/routes/people';
import { sql } from 'kysely';
import type { Ctx, Kernel } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db/connection.ts';

export type OrganisationView = ResponseOf<typeof readOrganisation>;

/** The organisation of this transaction. */
export async function organisationOf(db: Tx, orgId: string): Promise<OrganisationView> {
  const row = await db
    .selectFrom('organisations')
    .select(['id', 'name', 'slug', 'locale', 'time_zone'])
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow();
  const { time_zone: timeZone, ...rest } = row;
  return { ...rest, timeZone } as OrganisationView;
}

/** The time zone the organisation's days are counted in (IANA). */
export async function zoneOf(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<string> {
  const row = await ctx.db
    .selectFrom('organisations')
    .select('time_zone')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  return row.time_zone;
}

const closed = new WeakSet<Kernel['database']>();

/**
 * Whether the installation still waits for its first organisation: nobody serves any. Once somebody does it stays
 * closed, so that later calls ask nothing.
 */
export async function setupOpen(kernel: Pick<Kernel, 'database'>): Promise<boolean> {
  if (closed.has(kernel.database)) return false;
  const somebody = await kernel.database.asSystem((db) =>
    db.selectFrom('memberships').select('person_id').limit(1).executeTakeFirst(),
  );
  if (somebody) closed.add(kernel.database);
  return !somebody;
}

type AuditRow = {
  id: number;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  facts: Record<string, unknown>;
  sealed: boolean;
};

/** Entries before a number, newest first, with the names people and keys have today. */
export async function auditPage(ctx: Ctx, page: { before: number | null; limit: number }) {
  const before = page.before === null ? sql`` : sql`AND a.id < ${page.before}`;
  const result = await sql<AuditRow>`
    SELECT a.id, a.at, a.actor_kind, a.actor_id, coalesce(m.name, k.name) AS actor_name, a.action, a.subject_kind,
           a.subject_id, a.facts, a.seal_id IS NOT NULL AS sealed
    FROM audit_entries a
    LEFT JOIN members m ON a.actor_kind = 'person' AND m.org_id = a.org_id AND m.id = a.actor_id
    LEFT JOIN api_keys k ON a.actor_kind = 'key' AND k.org_id = a.org_id AND k.id = a.actor_id
    WHERE a.org_id = ${ctx.orgId} ${before}
    ORDER BY a.id DESC LIMIT ${page.limit}`.execute(ctx.db);
  return result.rows.map((row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject:
      row.subject_kind === null || row.subject_id === null
        ? null
        : { kind: row.subject_kind, id: row.subject_id },
    facts: row.facts,
    sealed: row.sealed,
  }));
}

import { sql } from 'kysely';
import type { Tx } from '../../kernel/db/connection.ts';
import type { SealedEntry } from './audit-chain.ts';

/** Which entries: those of a seal, or the first so many that none covers yet. */
export type EntriesWanted = { sealId: number } | { unsealed: number };

type Row = {
  id: number;
  at_text: string;
  actor_kind: string;
  actor_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  facts: unknown;
};

/** Entries as they are sealed, by number. */
export async function entriesToSeal(db: Tx, orgId: string, wanted: EntriesWanted): Promise<SealedEntry[]> {
  const which = 'sealId' in wanted ? sql`seal_id = ${wanted.sealId}` : sql`seal_id IS NULL`;
  const limit = 'sealId' in wanted ? sql`` : sql`LIMIT ${wanted.unsealed}`;
  const result = await sql<Row>`
    SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at_text, actor_kind, actor_id,
           action, subject_kind, subject_id, facts
    FROM audit_entries WHERE org_id = ${orgId} AND ${which} ORDER BY id ${limit}`.execute(db);
  return result.rows.map((row) => ({
    id: row.id,
    at: row.at_text,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    facts: row.facts,
  }));
}

export type Seal = { id: number; previous: Buffer; hash: Buffer };

/** The seal with this number, or the last one. */
export async function sealOf(db: Tx, orgId: string, id: number | 'last'): Promise<Seal | null> {
  const row = await db
    .selectFrom('audit_seals')
    .select(['id', 'previous', 'hash'])
    .where('org_id', '=', orgId)
    .$if(id !== 'last', (query) => query.where('id', '=', Number(id)))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound } from '../../../kernel/errors.ts';

const names = {
  queues: 'queue',
  skills: 'skill',
  inboxes: 'inbox',
  teams: 'team',
  labels: 'label',
  segments: 'segment',
} as const;

/** The ids without doubles, all of them there; throws `not_found` else. */
export async function knownIn(
  ctx: Ctx,
  table: keyof typeof names,
  given: readonly string[],
): Promise<string[]> {
  const ids = [...new Set(given.map((id) => id.toLowerCase()))].sort();
  if (ids.length === 0) return [];
  const stands = table === 'queues' ? sql`AND archived_at IS NULL` : sql``;
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${sql.table(table)}
    WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[]) ${stands}`.execute(ctx.db);
  if (rows[0]?.n !== ids.length) throw notFound(names[table]);
  return ids;
}

import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../registry.ts';

/** Column of a record → the name merges know it by. */
const columns = { name: 'name', locale: 'locale', birth_date: 'birthDate', kind: 'kind' } as const;

/**
 * The word of a group `r` that counts, as `standing.ts` of the customers has it: the newest choice of a merge, the root's
 * own, that of the oldest record that has one. Whom nothing was merged into is read without looking further.
 */
export function standing(scope: Scope, column: keyof typeof columns): RawBuilder<unknown> {
  const { orgId } = scope.ctx;
  const of = (table: string): RawBuilder<unknown> =>
    ['name', 'locale'].includes(column)
      ? sql`nullif(${sql.ref(`${table}.${column}`)}, '')`
      : sql.ref(`${table}.${column}`);
  const field = columns[column];
  return sql`(CASE WHEN r.id IN (SELECT g.into_id FROM customer_merges g WHERE g.org_id = ${orgId} AND g.undone_at IS NULL)
    THEN coalesce((
      SELECT ${of('w')} FROM customer_merges g JOIN customers w ON w.org_id = g.org_id AND w.id = (g.choices ->> ${field})::uuid
      WHERE g.org_id = ${orgId} AND g.into_id = r.id AND g.undone_at IS NULL AND NOT ${field} = ANY (g.overruled)
        AND w.canonical_id = r.id AND ${of('w')} IS NOT NULL ORDER BY g.at DESC, g.id DESC LIMIT 1), ${of('r')}, (
      SELECT ${of('w')} FROM customers w WHERE w.org_id = ${orgId} AND w.canonical_id = r.id AND ${of('w')} IS NOT NULL
      ORDER BY w.created_at, w.id LIMIT 1))
    ELSE ${of('r')} END)`;
}

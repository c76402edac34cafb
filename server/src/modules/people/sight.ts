import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import { viewerOf } from './rules.ts';

/**
 * Who sees a conversation, in SQL. The one rule stands in the contract (`seesConversation`); these are its other form,
 * and a property test holds the two together. Every read of conversations goes through one of them.
 */

/** The rule as disjoint stretches, each of which can be read along an index. `[]` = nothing is seen. */
export function seenParts(actor: Actor): RawBuilder<SqlBool>[] {
  const { personId, visibility, teamIds } = viewerOf(actor);
  if (visibility === 'all') return [sql<SqlBool>`true`];
  const own = personId === null ? [] : [sql<SqlBool>`c.assignee_id = ${personId}::uuid`];
  if (visibility === 'assigned') return letIn(own, personId);
  const notOwn =
    personId === null ? sql`` : sql`AND (c.assignee_id IS NULL OR c.assignee_id <> ${personId}::uuid)`;
  const parts = [
    ...own,
    sql<SqlBool>`c.assignee_id IS NULL AND c.team_id IS NULL`,
    ...[...new Set(teamIds)].map((teamId) => sql<SqlBool>`c.team_id = ${teamId}::uuid ${notOwn}`),
  ];
  return letIn(parts, personId);
}

/** Beside what the person sees anyway: what they are asked to take over, and what they follow. */
function letIn(anyway: readonly RawBuilder<SqlBool>[], personId: string | null): RawBuilder<SqlBool>[] {
  if (personId === null) return [...anyway];
  const asked = sql<SqlBool>`c.guest_id = ${personId}::uuid AND ${anyOf(anyway)} IS NOT TRUE`;
  const parts = [...anyway, asked];
  return [...parts, ...followed(parts, personId)];
}

const anyOf = (parts: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(
    parts.map((part) => sql`(${part})`),
    sql` OR `,
  )})`;

/** Followed conversations read for a list are at most this many; they are few. */
const followedAtMost = 2000;

/** What the person follows and does not see anyway. */
function followed(parts: readonly RawBuilder<SqlBool>[], personId: string | null): RawBuilder<SqlBool>[] {
  if (personId === null) return [];
  return [
    // As an array: the planner then goes from the few that are followed, and not through an inbox to meet them.
    sql<SqlBool>`c.id = ANY (ARRAY(SELECT f.id FROM meada_followed(${personId}::uuid, ${sql.lit(followedAtMost)}) AS f(id)))
      AND ${parts.length === 0 ? sql`true` : sql`${anyOf(parts)} IS NOT TRUE`}`,
  ];
}

/** The rule as one condition on a row of `conversations` named `c`. */
export function seenBy(actor: Actor): RawBuilder<SqlBool> {
  const parts = seenParts(actor);
  return parts.length === 0 ? sql<SqlBool>`false` : anyOf(parts);
}

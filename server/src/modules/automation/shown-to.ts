import type { ShownTo } from '@meada/contract/canned';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { may, permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { viewerOf } from '../people/index.ts';

/** Who sees a canned reply or a macro, and who may change it: the same for both. */

export type Shown = { shown_to: ShownTo; team_ids: string[]; owner_id: string | null };

const manages = (ctx: Ctx): boolean => may(ctx.actor, 'canned.manage');

/**
 * A condition on a row named `x`: for everybody, of the reader's teams, or their own. Who manages sees all but others'
 * own; so does a macro (`forMacro`), which says a team's words for whoever runs it.
 */
export function shownBy(ctx: Ctx, { forMacro = false }: { forMacro?: boolean } = {}): RawBuilder<SqlBool> {
  const { personId, teamIds } = viewerOf(ctx.actor);
  return sql<SqlBool>`(x.shown_to = 'all' OR (x.shown_to = 'own' AND x.owner_id = ${personId}::uuid)
    OR (x.shown_to = 'teams' AND (${forMacro || manages(ctx)} OR x.team_ids && ${[...teamIds]}::uuid[])))`;
}

/** Whether the actor may change it: their own, or any that others see with `canned.manage`. */
export const mayChange = (ctx: Ctx, row: Shown): boolean =>
  row.shown_to === 'own' ? row.owner_id === viewerOf(ctx.actor).personId : manages(ctx);

/**
 * Columns of who is to see it. Throws `forbidden` without `canned.manage` for what others see, or saw before, and
 * `refused` for teams that are not there, or a program's own.
 */
export async function showTo(
  ctx: Ctx,
  { shownTo, teamIds }: { shownTo: ShownTo; teamIds: readonly string[] },
  before: Shown | null,
): Promise<Shown> {
  const isOthers = shownTo !== 'own' || (before !== null && before.shown_to !== 'own');
  if (isOthers) permit(ctx.actor, 'canned.manage');
  await checkTeams(ctx, teamIds);
  if (shownTo === 'teams' && teamIds.length === 0) throw refused('Say which teams.', 'body.teamIds');
  if (shownTo === 'own' && ctx.actor.kind !== 'person')
    throw refused('A program has nothing of its own here.', 'body.shownTo');
  return {
    shown_to: shownTo,
    team_ids: shownTo === 'teams' ? [...new Set(teamIds)] : [],
    owner_id: shownTo === 'own' ? ctx.actor.id : null,
  };
}

async function checkTeams(ctx: Ctx, teamIds: readonly string[]): Promise<void> {
  if (teamIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM teams WHERE org_id = ${ctx.orgId} AND id = ANY (${[...teamIds]}::uuid[])`.execute(ctx.db);
  const known = new Set(rows.map(({ id }) => id));
  const missing = teamIds.findIndex((id) => !known.has(id));
  if (missing >= 0) throw refused('There is no such team.', `body.teamIds.${missing}`);
}

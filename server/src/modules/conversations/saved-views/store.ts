import type { SavedFilters } from '@meada/contract/routes/saved-views';
import { sql } from 'kysely';
import { may } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found, refused } from '../../../kernel/errors.ts';
import { viewerOf } from '../../people/index.ts';

/** Views one person keeps, and those shared by all: more is a list nobody reads. */
const viewsAtMost = 50;

export type SavedRow = { id: string; owner_id: string; shared: boolean; name: string; filters: SavedFilters };

/** Who keeps the view. Throws `refused` for a program that would keep one nobody sees. */
export function keeperOf(ctx: Ctx, shared: boolean): string {
  const { actor } = ctx;
  if (actor.kind === 'person' || (actor.kind === 'key' && shared)) return actor.id;
  throw refused('A program keeps views for everybody only.', 'body.shared');
}

/** What everybody sees is changed by whoever answers for the conversations. */
export const maySave = (ctx: Ctx, { owner_id, shared }: Pick<SavedRow, 'owner_id' | 'shared'>): boolean =>
  shared ? may(ctx.actor, 'conversations.manage') : owner_id === viewerOf(ctx.actor).personId;

/** Locks a view the actor sees. Throws `not_found` also for somebody else's own one. */
export async function lockSavedView(ctx: Ctx, id: string): Promise<SavedRow> {
  const { rows } = await sql<SavedRow>`
    SELECT id, owner_id, shared, name, filters FROM saved_views
    WHERE org_id = ${ctx.orgId} AND id = ${id} AND (shared OR owner_id = ${viewerOf(ctx.actor).personId}::uuid)
    FOR UPDATE`.execute(ctx.db);
  return found(rows[0], 'saved view');
}

/** Throws `conflict` when there are as many as one can look over. */
export async function checkRoom(
  ctx: Ctx,
  { owner_id, shared }: Pick<SavedRow, 'owner_id' | 'shared'>,
): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM saved_views WHERE org_id = ${ctx.orgId}
      AND ${shared ? sql`shared` : sql`NOT shared AND owner_id = ${owner_id}`}`.execute(ctx.db);
  if ((rows[0]?.count ?? 0) >= viewsAtMost) throw conflict(`There are ${viewsAtMost} views already.`);
}

const named = {
  ...{ inboxId: 'inboxes', teamId: 'teams', labelId: 'labels', assigneeId: 'members' },
  statusId: 'statuses',
} as const;

/** Throws `refused` when the filters name what is not there; what they named before and is gone since may stay. */
export async function checkFilters(ctx: Ctx, filters: SavedFilters, before?: SavedFilters): Promise<void> {
  const asked = (Object.keys(named) as (keyof typeof named)[]).flatMap((field) => {
    const id = filters[field];
    return id === undefined || id === 'me' || id === before?.[field] ? [] : [{ field, id }];
  });
  if (asked.length === 0) return;
  const missing = asked.map(
    ({ field, id }) => sql`SELECT ${field}::text AS field WHERE NOT EXISTS
      (SELECT FROM ${sql.table(named[field])} WHERE org_id = ${ctx.orgId} AND id = ${id}::uuid)`,
  );
  const { rows } = await sql<{ field: string }>`${sql.join(missing, sql` UNION ALL `)}`.execute(ctx.db);
  if (rows[0]) throw refused('That is not there.', `body.filters.${rows[0].field}`);
}

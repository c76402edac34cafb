import type { SavedView } from '@meada/contract/routes/saved-views';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { allDone } from '../../../kernel/db/all-done.ts';
import { viewerOf } from '../../people/index.ts';
import { countList } from '../views/list.ts';
import { maySave, type SavedRow } from './store.ts';

/** Own and shared views, by name, with what the reader would find in each. */
export async function listViews(ctx: Ctx): Promise<{ items: SavedView[] }> {
  const { rows } = await sql<SavedRow>`
    SELECT id, owner_id, shared, name, filters FROM saved_views
    WHERE org_id = ${ctx.orgId} AND (shared OR owner_id = ${viewerOf(ctx.actor).personId}::uuid)
    ORDER BY shared, lower(name), id`.execute(ctx.db);
  const views = rows.map((row) => presentView(ctx, row, maySave(ctx, row)));
  // On few trips, however many views there are.
  await allDone(views);
  return { items: await Promise.all(views) };
}

export async function presentView(ctx: Ctx, row: SavedRow, mayChange: boolean): Promise<SavedView> {
  const { id, name, shared, filters } = row;
  const { personId } = viewerOf(ctx.actor);
  const assigneeId = filters.assigneeId === 'me' ? (personId ?? undefined) : filters.assigneeId;
  const count = await countList(ctx, { ...filters, assigneeId, limit: 1 });
  return { id, name, shared, mayChange, filters, count };
}

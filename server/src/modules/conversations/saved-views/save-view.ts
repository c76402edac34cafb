import type { changeSavedView as route, SavedView } from '@meada/contract/routes/saved-views';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkFilters, checkRoom, keeperOf, lockSavedView, maySave } from './store.ts';
import { presentView } from './views.ts';

type SaveInput = Pick<Input<typeof route>, 'body'> & { params?: { id: string } };

/** Keeps a view of the list under a name, or changes one. What everybody sees needs `conversations.manage`. */
export async function saveView(ctx: Ctx, { params, body }: SaveInput): Promise<SavedView> {
  const before = params && (await lockSavedView(ctx, params.id));
  if (body.shared || before?.shared) permit(ctx.actor, 'conversations.manage');
  await checkFilters(ctx, body.filters, before?.filters);
  const row = {
    id: before?.id ?? ctx.ids.uuid(),
    owner_id: before?.owner_id ?? keeperOf(ctx, body.shared),
    shared: body.shared,
    name: body.name,
    filters: body.filters,
  };
  if (!before || before.shared !== row.shared) await checkRoom(ctx, row);
  const written = { ...row, org_id: ctx.orgId, filters: JSON.stringify(row.filters) };
  await ctx.db
    .insertInto('saved_views')
    .values(written)
    .onConflict((on) => on.columns(['org_id', 'id']).doUpdateSet(written))
    .execute();
  if (row.shared || before?.shared)
    ctx.audit({
      action: before ? 'savedView.changed' : 'savedView.created',
      subject: { kind: 'savedView', id: row.id },
    });
  return presentView(ctx, row, maySave(ctx, row));
}

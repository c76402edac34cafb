import type { deleteSavedView as route } from '@meada/contract/routes/saved-views';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { lockSavedView } from './store.ts';

/** Forgets a view; one that everybody sees with `conversations.manage`. */
export async function deleteView(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  const view = await lockSavedView(ctx, params.id);
  if (view.shared) permit(ctx.actor, 'conversations.manage');
  await ctx.db.deleteFrom('saved_views').where('org_id', '=', ctx.orgId).where('id', '=', view.id).execute();
  if (view.shared) ctx.audit({ action: 'savedView.deleted', subject: { kind: 'savedView', id: view.id } });
  return { ok: true };
}

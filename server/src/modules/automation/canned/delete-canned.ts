import type { deleteCanned as route } from '@meada/contract/routes/canned';
import type { Ctx } from '../../../kernel/ctx.ts';
import { forbidden } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { mayChange } from '../shown-to.ts';
import { lockCanned } from './store.ts';

/** Deletes a canned reply with its files; what was sent stays. Throws `not_found`, `forbidden`. */
export async function deleteCanned(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  const canned = await lockCanned(ctx, params.id);
  if (!mayChange(ctx, canned)) throw forbidden('canned.manage');
  await ctx.db
    .deleteFrom('canned_replies')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', canned.id)
    .execute();
  ctx.emit({ name: 'canned.changed', facts: {} });
  ctx.audit({ action: 'canned.deleted', subject: { kind: 'canned_reply', id: canned.id } });
  return { ok: true };
}

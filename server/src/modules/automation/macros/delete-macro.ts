import type { deleteMacro as route } from '@meada/contract/routes/macros';
import type { Ctx } from '../../../kernel/ctx.ts';
import { forbidden } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { mayChange } from '../shown-to.ts';
import { lockMacro } from './store.ts';

/** Deletes a macro; what it did stays, and can still be taken back. Throws `not_found`, `forbidden`. */
export async function deleteMacro(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  const macro = await lockMacro(ctx, params.id);
  if (!mayChange(ctx, macro)) throw forbidden('canned.manage');
  await ctx.db.deleteFrom('macros').where('org_id', '=', ctx.orgId).where('id', '=', macro.id).execute();
  ctx.emit({ name: 'macro.changed', facts: {} });
  ctx.audit({ action: 'macro.deleted', subject: { kind: 'macro', id: macro.id } });
  return { ok: true };
}

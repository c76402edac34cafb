import type { deleteBrand as route } from '@meada/contract/routes/brands';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { removeBrand } from './store-brands.ts';

/** Deletes a brand that nothing uses. Throws `not_found`, `conflict`. */
export async function deleteBrand(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'organisation.manage');
  const { id } = input.params;
  await removeBrand(ctx, id);
  ctx.emit({ name: 'brand.changed', facts: {} });
  ctx.audit({ action: 'brand.deleted', subject: { kind: 'brand', id } });
  return { ok: true };
}

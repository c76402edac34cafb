import type { Brand, changeBrand as route } from '@meada/contract/routes/brands';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { updateBrand } from './store-brands.ts';

/** Changes name and voice of a brand. Throws `not_found`. */
export async function changeBrand(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Brand> {
  permit(ctx.actor, 'organisation.manage');
  const { id } = input.params;
  await updateBrand(ctx, id, input.body);
  ctx.emit({ name: 'brand.changed', facts: {} });
  ctx.audit({ action: 'brand.changed', subject: { kind: 'brand', id } });
  return { id, ...input.body };
}

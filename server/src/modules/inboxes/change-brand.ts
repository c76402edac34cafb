import type { Brand, changeBrand as route } from '@meada/contract/routes/brands';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { safeSignature } from './rules-signature.ts';
import { updateBrand } from './store-brands.ts';

/** Changes name, voice and signature of a brand. Throws `not_found`. */
export async function changeBrand(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Brand> {
  permit(ctx.actor, 'organisation.manage');
  const { id } = input.params;
  const brand = await updateBrand(ctx, id, {
    ...input.body,
    ...safeSignature(input.body.signature),
  });
  ctx.emit({ name: 'brand.changed', facts: {} });
  ctx.audit({ action: 'brand.changed', subject: { kind: 'brand', id } });
  return brand;
}

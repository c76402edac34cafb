import type { Brand, createBrand as route } from '@meada/contract/routes/brands';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { safeSignature } from './rules-signature.ts';
import { insertBrand } from './store-brands.ts';

/** Creates a brand. */
export async function createBrand(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<Brand> {
  permit(ctx.actor, 'organisation.manage');
  const id = ctx.ids.uuid();
  const brand = await insertBrand(ctx, id, {
    ...input.body,
    ...safeSignature(input.body.signature),
  });
  ctx.emit({ name: 'brand.changed', facts: {} });
  ctx.audit({ action: 'brand.created', subject: { kind: 'brand', id } });
  return brand;
}

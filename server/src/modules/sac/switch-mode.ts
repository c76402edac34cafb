import type { switchSac as route } from '@meada/contract/routes/sac';
import type { SacBrand } from '@meada/contract/sac';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { switchBrandSac } from '../inboxes/index.ts';
import { sacBrands } from './views.ts';

/**
 * Switches the SAC decree mode of a brand on or off. Only what happens while it is on is counted; switching to what it is
 * already changes nothing, so that no demand is forgotten by a second press. Throws `not_found`.
 */
export async function switchMode(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: SacBrand[] }> {
  permit(ctx.actor, 'organisation.manage');
  const brand = found(
    (await sacBrands(ctx)).find(({ id }) => id === params.id),
    'brand',
  );
  if ((brand.since !== null) === body.on) return { items: await sacBrands(ctx) };
  await switchBrandSac(ctx, brand.id, body.on);
  ctx.emit({ name: 'sac.switched', facts: { brandId: brand.id, on: body.on } });
  ctx.audit({ action: body.on ? 'sac.on' : 'sac.off', subject: { kind: 'brand', id: brand.id } });
  return { items: await sacBrands(ctx) };
}

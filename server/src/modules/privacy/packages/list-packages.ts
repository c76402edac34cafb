import type { DataPackage, listPackages as route } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { packagesOf } from './views.ts';

/** Packages made of a customer, newest first. Throws `not_found`. */
export async function listPackages(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ items: DataPackage[] }> {
  permit(ctx.actor, 'privacy.manage');
  return { items: await packagesOf(ctx, { root: await rootIdOf(ctx, params.id) }) };
}

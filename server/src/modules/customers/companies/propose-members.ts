import type { ResponseOf } from '@meada/contract/route';
import type { proposeMembers as route } from '@meada/contract/routes/companies';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { companyRoot, proposalsOf } from './views.ts';

/** Who may be of a company by their mail address. Throws `not_found`. */
export async function proposeMembers(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  return { items: await proposalsOf(ctx, await companyRoot(ctx, input.params.id)) };
}

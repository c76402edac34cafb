import type { CustomerConsents, readConsents as route } from '@meada/contract/routes/customer-consents';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { consentsOf } from './views.ts';

/** What a customer allowed and took back, with every line of the ledger. Throws `not_found`. */
export async function readConsents(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<CustomerConsents> {
  permit(ctx.actor, 'customers.read');
  return consentsOf(ctx, await rootIdOf(ctx, params.id));
}

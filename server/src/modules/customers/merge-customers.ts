import type { Customer, mergeCustomers as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { mergeInto } from './merge.ts';
import { lockIdentities } from './store.ts';
import { customerOf } from './views.ts';

/** Merges another customer into this one. Throws `not_found`, `refused`. */
export async function mergeCustomers(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Customer> {
  permit(ctx.actor, 'customers.merge');
  const { otherId, reason } = input.body;
  if (otherId === input.params.id) throw refused('This is the same customer.', 'body.otherId');
  await lockIdentities(ctx);
  const root = await mergeInto(ctx, { fromId: otherId, intoId: input.params.id, reason });
  return customerOf(ctx, root);
}

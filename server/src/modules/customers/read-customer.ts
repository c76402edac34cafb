import type { Customer, readCustomer as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { customerOf } from './views.ts';

/** One customer: the canonical record, whatever id of its group was asked for. Throws `not_found`. */
export function readCustomer(ctx: Ctx, input: Pick<Input<typeof route>, 'params'>): Promise<Customer> {
  permit(ctx.actor, 'customers.read');
  return customerOf(ctx, input.params.id);
}

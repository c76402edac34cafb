import type { Customer, changeCustomer as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { overrule } from './merge.ts';
import { fieldsOf } from './standing.ts';
import { rootIdOf, saveCustomer } from './store.ts';
import { customerOf } from './views.ts';

/** Custom fields one customer may have. */
const fieldsAtMost = 200;

/** Changes the canonical record; a custom field set to null goes away. Throws `not_found`, `refused`. */
export async function changeCustomer(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Customer> {
  permit(ctx.actor, 'customers.write');
  const id = await rootIdOf(ctx, input.params.id);
  const what = Object.keys(input.body);
  if (what.length === 0) return customerOf(ctx, id);
  await saveCustomer(ctx, id, input.body);
  await overrule(ctx, id, fieldsOf(input.body));
  const customer = await customerOf(ctx, id);
  if (Object.keys(customer.customFields).length > fieldsAtMost) {
    throw refused('A customer has at most 200 custom fields.', 'body.customFields');
  }
  ctx.emit({ name: 'customer.changed', facts: { customerId: id } });
  ctx.audit({ action: 'customer.changed', subject: { kind: 'customer', id }, facts: { what } });
  return customer;
}

import type { Customer, createCustomer as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { factOfName } from './facts/of-name.ts';
import { insertCustomer, lockIdentities } from './store.ts';
import { customerOf } from './views.ts';
import { typedAddress, writeDown } from './write-down.ts';

/** Creates a customer with addresses that prove nothing yet. Throws `refused` for what is no address. */
export async function createCustomer(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<Customer> {
  permit(ctx.actor, 'customers.write');
  const { name, notes, identities } = input.body;
  const addresses = identities.map((identity) => typedAddress(ctx, identity));
  await lockIdentities(ctx);
  const id = await insertCustomer(ctx, { name, notes });
  for (const address of addresses) await writeDown(ctx, { customerId: id, rootId: id, address });
  await factOfName(ctx, { customerId: id, name });
  ctx.audit({ action: 'customer.created', subject: { kind: 'customer', id } });
  return customerOf(ctx, id);
}

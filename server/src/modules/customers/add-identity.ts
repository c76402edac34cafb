import type { Customer, addIdentity as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { conflict, found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { lockIdentities, rootIdOf } from './store.ts';
import { customerOf } from './views.ts';
import { typedAddress, writeDown } from './write-down.ts';

/**
 * Writes an address down for a customer; with a reason the person vouches for it. One that another customer has proven
 * is a conflict; the suggestion that the two are one stays, which is why the refusal comes after COMMIT. Throws
 * `not_found`, `refused`, `conflict`.
 */
export async function addIdentity(call: Call, input: Input<typeof route>): Promise<Customer> {
  const actor = found(call.actor, 'customer');
  const customer = await inTransaction(call.kernel, actor, (ctx) => note(ctx, input));
  if (!customer) throw conflict('Another customer has proven this address.', 'body.value');
  return customer;
}

async function note(ctx: Ctx, input: Input<typeof route>): Promise<Customer | null> {
  permit(ctx.actor, 'customers.write');
  const { kind, value, reason } = input.body;
  const address = typedAddress(ctx, { kind, value });
  await lockIdentities(ctx);
  const rootId = await rootIdOf(ctx, input.params.id);
  const outcome = await writeDown(ctx, { customerId: rootId, rootId, address, reason });
  if (outcome === 'held') return null;
  ctx.emit({ name: 'customer.changed', facts: { customerId: rootId } });
  ctx.audit({
    action: reason === undefined ? 'identity.added' : 'identity.vouched',
    subject: { kind: 'customer', id: rootId },
    facts: { kind },
  });
  return customerOf(ctx, rootId);
}

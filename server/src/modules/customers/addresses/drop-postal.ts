import type { PostalAddress, dropPostal as route } from '@meada/contract/routes/postal';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { endPostal } from './store.ts';
import { postalOf, postalsOf } from './views.ts';

/** Puts a postal address away. Throws `not_found`. */
export async function dropPostal(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ items: PostalAddress[] }> {
  permit(ctx.actor, 'customers.write');
  const { id, addressId } = input.params;
  const rootId = await rootIdOf(ctx, id);
  await postalOf(ctx, rootId, addressId);
  await endPostal(ctx, addressId);
  ctx.emit({ name: 'customer.moved', facts: { customerId: rootId, addressId, what: 'dropped' } });
  ctx.audit({ action: 'customer.address_dropped', subject: { kind: 'customer', id: rootId } });
  return { items: await postalsOf(ctx, rootId) };
}

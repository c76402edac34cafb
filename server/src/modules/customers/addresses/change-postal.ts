import type { PostalAddress, changePostal as route } from '@meada/contract/routes/postal';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { checkedPostal, preferOnly, updatePostal } from './store.ts';
import { postalOf, postalsOf } from './views.ts';

/** Changes a postal address. Throws `not_found`, `refused`. */
export async function changePostal(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: PostalAddress[] }> {
  permit(ctx.actor, 'customers.write');
  const { id, addressId } = input.params;
  const rootId = await rootIdOf(ctx, id);
  await postalOf(ctx, rootId, addressId);
  const address = checkedPostal(input.body);
  await updatePostal(ctx, addressId, address);
  if (address.preferred) await preferOnly(ctx, addressId);
  ctx.emit({ name: 'customer.moved', facts: { customerId: rootId, addressId, what: 'changed' } });
  ctx.audit({ action: 'customer.address_changed', subject: { kind: 'customer', id: rootId } });
  return { items: await postalsOf(ctx, rootId) };
}

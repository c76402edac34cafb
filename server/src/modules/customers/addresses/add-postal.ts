import type { PostalAddress, addPostal as route } from '@meada/contract/routes/postal';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { checkedPostal, insertPostal, preferOnly } from './store.ts';
import { postalsOf } from './views.ts';

const addressesAtMost = 100;

/** Writes a postal address down. Throws `not_found`, `refused` for what is none. */
export async function addPostal(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: PostalAddress[] }> {
  permit(ctx.actor, 'customers.write');
  const rootId = await rootIdOf(ctx, input.params.id);
  const address = checkedPostal(input.body);
  if ((await postalsOf(ctx, rootId)).length >= addressesAtMost)
    throw refused('A customer has at most 100 addresses.', 'body.street');
  const id = await insertPostal(ctx, rootId, { ...address, source: ctx.actor.kind });
  if (address.preferred) await preferOnly(ctx, id);
  ctx.emit({ name: 'customer.moved', facts: { customerId: rootId, addressId: id, what: 'added' } });
  ctx.audit({ action: 'customer.address_added', subject: { kind: 'customer', id: rootId } });
  return { items: await postalsOf(ctx, rootId) };
}

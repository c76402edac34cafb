import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { keyAddress } from './kinds.ts';
import { holdersOf, insertCustomer, insertIdentity, lockIdentities } from './store.ts';

/** What somebody typed about themself and did not even send. */
const typed = 0.2;

/**
 * Whoever typed this address into a form before, or a new customer: only for kinds whose equivalence is a space of its own, so
 * that typing another's number meets nobody. Throws `refused` for what is no such address.
 */
export async function holdTyped(ctx: Ctx, input: { kind: string; value: string }): Promise<string> {
  const address = keyAddress(ctx.ports.identityKinds, input.kind, input.value);
  if (!address) throw refused('This is not an address of that kind.', 'body.phone');
  await lockIdentities(ctx);
  const [holder] = await holdersOf(ctx, address.matchKey);
  if (holder) return holder.customerId;
  const customerId = await insertCustomer(ctx, { name: null });
  await insertIdentity(ctx, { customerId, address, source: 'claim:form', confidence: typed });
  return customerId;
}

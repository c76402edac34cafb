import type { Ctx } from '../../kernel/ctx.ts';
import { keyAddress } from './kinds.ts';
import { holdersOf, insertCustomer, insertIdentity, lockIdentities } from './store.ts';

/** An address seen and nothing more. */
const seen = 0.5;

/**
 * The identity of an address that names only a browser or device; on its first appearance a customer is made for it.
 * Answers the owner of the identity (not the canonical customer: what is written keeps its original owner). Only for
 * anonymous kinds: an address that names a human is found by its proof when a message is read.
 */
export async function holdAddress(
  ctx: Ctx,
  input: { kind: string; value: string },
): Promise<{ customerId: string; identityId: string }> {
  const address = keyAddress(ctx.ports.identityKinds, input.kind, input.value);
  if (!address?.anonymous) throw new Error(`${input.kind} is not an anonymous kind of address`);
  await lockIdentities(ctx);
  const [holder] = await holdersOf(ctx, address.matchKey);
  if (holder) return { customerId: holder.customerId, identityId: holder.id };
  const customerId = await insertCustomer(ctx, { name: null });
  const identityId = await insertIdentity(ctx, { customerId, address, source: 'inbound', confidence: seen });
  return { customerId, identityId };
}

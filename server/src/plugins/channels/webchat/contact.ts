import type { CustomerActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { claimContact, holdAddress } from '../../../modules/customers/index.ts';
import { visitorKind } from './identities.ts';

/** What a visitor says about themself: a name and claims that prove nothing (they join nobody and open no history). */
export async function leaveContact(
  ctx: Ctx,
  visitor: CustomerActor,
  said: { name?: string; email?: string; phone?: string },
): Promise<void> {
  const { customerId } = await holdAddress(ctx, { kind: visitorKind, value: visitor.id });
  await claimContact(ctx, { customerId, ...said });
}

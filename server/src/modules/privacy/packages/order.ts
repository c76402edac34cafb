import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { packagesOf } from './views.ts';

/** Orders a package; the worker makes it. false: one of this customer, for the same request, is being made. */
export async function orderPackage(
  ctx: Ctx,
  { root, requestId }: { root: string; requestId: string | null },
): Promise<boolean> {
  const before = await packagesOf(ctx, requestId ? { root, requestId } : { root });
  if (before.some(({ state }) => state === 'queued' || state === 'working')) return false;
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('privacy_packages')
    .values({
      ...{ org_id: ctx.orgId, id, customer_id: root, request_id: requestId },
      ...{ asked_by: actorKey(ctx.actor), created_at: now, next_at: now },
    })
    .execute();
  ctx.audit({
    action: 'privacy.package_asked',
    subject: { kind: 'customer', id: root },
    facts: { packageId: id, requestId },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'packages', customerId: root } });
  ctx.afterCommit(() => ctx.bus.wake('packages'));
  return true;
}

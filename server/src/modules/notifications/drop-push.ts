import type { Ctx } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { personOf } from './person-of.ts';
import { dropSubscriptions } from './store.ts';

/** Ends a device of one's own; another person's is answered as one that is not there. */
export async function dropPush(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const dropped = await dropSubscriptions(ctx, { id, personId: personOf(ctx).id });
  if (dropped === 0) throw notFound('device');
  ctx.audit({ action: 'push.dropped', subject: { kind: 'device', id } });
}

import { type Actor, may } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import { findSeen } from './visibility.ts';

/** Whether an actor may follow a topic of the live feed: the same permission as the read of what it carries. */
export async function mayFollow(kernel: Kernel, actor: Actor, topic: string): Promise<boolean> {
  if (actor.kind === 'customer') return topic === 'chat';
  const [kind, id] = topic.split(':');
  if (kind === 'desk') return true;
  if (!id) return false;
  if (kind === 'conversation') return may(actor, 'conversations.read') && seesOne(kernel, actor, id);
  return kind === 'customer' && may(actor, 'customers.read') && hasCustomer(kernel, actor, id);
}

const seesOne = (kernel: Kernel, actor: Actor, id: string): Promise<boolean> =>
  inTransaction(kernel, actor, async (ctx) => {
    await findSeen(ctx, id);
    return true;
  }).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'not_found') return false;
    throw error;
  });

const hasCustomer = (kernel: Kernel, actor: Actor, id: string): Promise<boolean> =>
  inTransaction(kernel, actor, async (ctx) => {
    const row = await ctx.db
      .selectFrom('customers')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row !== undefined;
  });

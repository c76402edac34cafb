import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { wake } from './snoozing/wake.ts';
import { lockSeen } from './store.ts';

const atOnce = 200;

/** Opens conversations whose snooze is over, in all organisations; answers how many. */
export async function wakeSnoozed(kernel: Kernel): Promise<number> {
  const now = kernel.clock.now();
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('conversations')
      .select(['org_id', 'id'])
      .where('status', '=', 'snoozed')
      .where('snoozed_until', '<=', now)
      .limit(atOnce)
      .execute(),
  );
  let woken = 0;
  for (const { org_id, id } of due) if (await wakeOne(kernel, org_id, id)) woken += 1;
  return woken;
}

const wakeOne = (kernel: Kernel, orgId: string, id: string): Promise<boolean> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const conversation = await lockSeen(ctx, id);
    // Another worker, a customer's message or an agent was faster.
    const isDue = conversation.snoozed_until !== null && conversation.snoozed_until <= ctx.clock.now();
    if (conversation.status !== 'snoozed' || !isDue) return false;
    await wake(ctx, conversation, 'date');
    return true;
  });

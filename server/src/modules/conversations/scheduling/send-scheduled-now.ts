import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { lockSeen } from '../store.ts';
import { deliver } from './deliver.ts';
import { lockOwn, placeOf, scheduled } from './store.ts';

/** Sends an own message at once, whatever time it waited for and whoever wrote meanwhile. */
export async function sendScheduledNow(ctx: Ctx, input: { scheduledId: string }): Promise<void> {
  permit(ctx.actor, 'conversations.reply');
  await lockSeen(ctx, await placeOf(ctx, input.scheduledId), { what: scheduled });
  await deliver(ctx, await lockOwn(ctx, input.scheduledId), true);
}

import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { takeRequest } from './take-request.ts';

/** Hears that customers asked for a history by the word; hearing it twice asks once while it is on its way. */
export async function hearRequests(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  for (const { orgId, name, conversationId } of events)
    if (name === 'sac.asked' && conversationId)
      await inTransaction(kernel, systemActor(orgId), (ctx) => takeRequest(ctx, conversationId));
}

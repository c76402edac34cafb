import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { CannotAsk, noteInThread } from '../conversations/index.ts';
import { makeHistory } from './make-history.ts';
import { sendRequest } from './send-request.ts';
import { lockRequest, tellRequest, updateRequest } from './store.ts';

const atOnce = 50;

/** Sends what was asked for, each in a transaction of its own. Answers when to look again: at once while there is more. */
export async function runRequests(kernel: Kernel): Promise<number | null> {
  const asked = await kernel.database.asSystem((db) =>
    db
      .selectFrom('sac_requests')
      .select(['org_id', 'id'])
      .where('state', '=', 'asked')
      .limit(atOnce)
      .execute(),
  );
  for (const { org_id, id } of asked) await send(kernel, org_id, id);
  return asked.length === atOnce ? 0 : null;
}

/** What cannot be sent is told to colleagues, who hand it over by other means: the five days go on. */
async function send(kernel: Kernel, orgId: string, requestId: string): Promise<void> {
  const actor = systemActor(orgId);
  try {
    // Made first and for good: where nothing can carry it, the link is there for who hands it over.
    await inTransaction(kernel, actor, (ctx) => makeHistory(ctx, { requestId }));
    await inTransaction(kernel, actor, (ctx) => sendRequest(ctx, { requestId }));
  } catch (error) {
    if (!(error instanceof CannotAsk))
      kernel.log.error('a request of the decree could not be sent', { error, requestId });
    const reason = error instanceof CannotAsk ? error.reason : 'failed';
    await inTransaction(kernel, actor, async (ctx) => {
      const request = await lockRequest(ctx, requestId);
      if (request?.state !== 'asked') return;
      await updateRequest(ctx, requestId, { state: 'stuck', reason });
      await noteInThread(ctx, request.conversationId, {
        code: 'sac_stuck',
        values: { kind: request.kind, reason },
      });
      tellRequest(ctx, { conversationId: request.conversationId, requestId, state: 'stuck' });
    });
  }
}

import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict } from '../../../kernel/errors.ts';
import { lockDispatch } from '../dispatch/lock.ts';

/** The dispatch of a message the actor sees that waits to be pasted, locked with its conversation. 409 for any other. */
export async function lockWaiting(ctx: Ctx, messageId: string): ReturnType<typeof lockDispatch> {
  const dispatch = await lockDispatch(ctx, messageId);
  if (dispatch.state !== 'by_hand') throw conflict('This message does not wait to be published by hand.');
  return dispatch;
}

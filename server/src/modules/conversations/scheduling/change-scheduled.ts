import type { Scheduled } from '@meada/contract/scheduled';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { lockSeen } from '../store.ts';
import { futureOf } from './schedule-message.ts';
import { lockOwn, placeOf, scheduled, tellScheduled, updateScheduled } from './store.ts';
import { scheduledById } from './views.ts';

type Change = { scheduledId: string; at: string; unlessAnswered: boolean };

/** Gives an own message another time. What the customer wrote until now is known to who does so. */
export async function changeScheduled(ctx: Ctx, input: Change): Promise<Scheduled> {
  permit(ctx.actor, 'conversations.reply');
  const due = futureOf(ctx, input.at, 'body.at');
  const conversation = await lockSeen(ctx, await placeOf(ctx, input.scheduledId), { what: scheduled });
  const row = await lockOwn(ctx, input.scheduledId);
  await updateScheduled(ctx, row.id, {
    due_at: due,
    next_at: due,
    purpose: 'later',
    unless_answered: input.unlessAnswered,
    known_seq: conversation.last_seq,
    state: 'waiting',
    reason: null,
    tries: 0,
  });
  tellScheduled(ctx, row, 'waiting');
  return scheduledById(ctx, row.id);
}

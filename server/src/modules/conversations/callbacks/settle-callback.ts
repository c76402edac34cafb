import type { Callback } from '@meada/contract/routes/callbacks';
import { actorKey, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import {
  authorOf,
  insertMessage,
  insertNote,
  type LockedConversation,
  lockSeen,
  updateConversation,
} from '../store.ts';
import { callbackById } from './views.ts';

type Outcome = 'done' | 'no_answer' | 'failed';
type Settling = { callbackId: string; outcome: Outcome; result: string };

/** How a call ended, as the thread shows it. */
const calls = { done: 'answered', no_answer: 'missed', failed: 'failed' } as const;

/**
 * Writes down a call: `done` and `failed` end the request with a result, `no_answer` counts a try and leaves it open.
 * 409 when it has ended.
 */
export async function settleCallback(ctx: Ctx, input: Settling): Promise<Callback> {
  permit(ctx.actor, 'conversations.reply');
  const place = found(
    await ctx.db
      .selectFrom('callbacks')
      .select('conversation_id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', input.callbackId)
      .executeTakeFirst(),
    'callback',
  );
  const conversation = await lockSeen(ctx, place.conversation_id, { what: 'callback' });
  const ends = input.outcome !== 'no_answer';
  const changed = await ctx.db
    .updateTable('callbacks')
    .set((row) => ({
      tries: row('tries', '+', input.outcome === 'no_answer' ? 1 : 0),
      ...(input.result ? { result: input.result } : {}),
      ...(ends ? { state: input.outcome, settled_at: ctx.clock.now(), settled_by: actorKey(ctx.actor) } : {}),
    }))
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', input.callbackId)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw conflict('This is settled already.');
  await tellThread(ctx, conversation, input);
  ctx.emit({
    name: 'callback.changed',
    facts: {
      conversationId: conversation.id,
      callbackId: input.callbackId,
      state: ends ? input.outcome : 'open',
    },
  });
  return callbackById(ctx, input.callbackId);
}

/** The call stands in the thread, and what came of it as a note; who was spoken with waits no more. */
async function tellThread(ctx: Ctx, conversation: LockedConversation, input: Settling): Promise<void> {
  conversation.last_seq += 1;
  await insertMessage(ctx, {
    conversationId: conversation.id,
    seq: conversation.last_seq,
    visibility: 'internal',
    author: authorOf(ctx.actor),
    content: { v: 1, kind: 'call', direction: 'out', outcome: calls[input.outcome] },
  });
  if (input.result)
    await insertNote(ctx, conversation, {
      code: 'callback_result',
      values: { result: input.result.slice(0, 1000) },
    });
  const waits = input.outcome === 'no_answer';
  await updateConversation(ctx, conversation, {
    active_at: ctx.clock.now(),
    ...(waits ? {} : { waiting_since: null }),
  });
}

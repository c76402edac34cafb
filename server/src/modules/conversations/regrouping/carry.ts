import type { Ctx } from '../../../kernel/ctx.ts';
import { answerItem } from '../answer.ts';
import { type LockedConversation, updateConversation } from '../store.ts';
import { headFromMessages } from './head.ts';
import { type Begun, completeRegrouping, keepRead } from './keep.ts';
import type { Regrouped } from './merge-conversations.ts';
import { type Movement, relocate } from './relocate.ts';

/** Moves the chosen messages and brings both sides up to date. */
export async function carry(ctx: Ctx, begun: Begun, movement: Movement): Promise<Regrouped> {
  const { from, into } = movement;
  await relocate(ctx, movement);
  await refresh(ctx, from);
  await refresh(ctx, into);
  await keepRead(ctx, begun, into.last_seq);
  await completeRegrouping(ctx, begun);
  return { regroupingId: begun.id, conversation: await answerItem(ctx, into.id) };
}

async function refresh(ctx: Ctx, conversation: LockedConversation): Promise<void> {
  const { waiting_since, ...head } = await headFromMessages(ctx, conversation.id);
  const waits = conversation.status !== 'resolved';
  await updateConversation(ctx, conversation, { ...head, waiting_since: waits ? waiting_since : null });
}

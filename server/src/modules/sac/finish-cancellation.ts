import type { finishSac as route, SacConversation } from '@meada/contract/routes/sac';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { findSeen, noteInThread } from '../conversations/index.ts';
import { readConversation } from './read-conversation.ts';
import { lockRequest, tellRequest, updateRequest } from './store.ts';

/** Says that a cancellation was carried out. Throws `not_found`, `conflict` when it was already or is none. */
export async function finishCancellation(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<SacConversation> {
  permit(ctx.actor, 'conversations.reply');
  const request = found(await lockRequest(ctx, params.id), 'request');
  const { conversationId } = request;
  await findSeen(ctx, conversationId);
  if (request.kind !== 'cancellation') throw conflict('A history is not carried out.');
  if (request.doneAt) throw conflict('This cancellation was carried out already.');
  const by = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  await updateRequest(ctx, request.id, { done_at: ctx.clock.now(), done_by: by });
  await noteInThread(ctx, conversationId, { code: 'sac_done' });
  ctx.audit({
    action: 'sac.finished',
    subject: { kind: 'conversation', id: conversationId },
    facts: { requestId: request.id },
  });
  tellRequest(ctx, { conversationId, requestId: request.id, state: 'done' });
  return readConversation(ctx, { conversationId });
}

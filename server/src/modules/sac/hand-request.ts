import type { handSac as route, SacConversation } from '@meada/contract/routes/sac';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { findSeen } from '../conversations/index.ts';
import { readConversation } from './read-conversation.ts';
import { lockRequest, tellRequest, updateRequest } from './store.ts';

/**
 * Says that what no channel could carry was handed over: by letter, at the counter, otherwise. Throws `not_found` for a
 * request of a conversation that is not seen, `conflict` for one that went out or still may.
 */
export async function handRequest(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<SacConversation> {
  permit(ctx.actor, 'conversations.reply');
  const request = found(await lockRequest(ctx, params.id), 'request');
  const { conversationId } = request;
  await findSeen(ctx, conversationId);
  if (request.state !== 'stuck') throw conflict('Only what could not be sent is handed over by hand.');
  const by = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  await updateRequest(ctx, request.id, {
    ...{ state: 'handed', handed_how: body.how, handed_at: ctx.clock.now(), handed_by: by },
  });
  ctx.audit({
    action: 'sac.handed',
    subject: { kind: 'conversation', id: conversationId },
    facts: { requestId: request.id, kind: request.kind, how: body.how },
  });
  tellRequest(ctx, { conversationId, requestId: request.id, state: 'handed' });
  return readConversation(ctx, { conversationId });
}

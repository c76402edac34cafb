import type { ResponseOf } from '@meada/contract/route';
import type { sendCheck as route } from '@meada/contract/routes/identities';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkable, customerOf } from '../../customers/index.ts';
import { sendTo } from './letters.ts';

/**
 * Sends a code or link to an address of a customer, over an inbox of the firm, in a conversation of its own that is
 * resolved from the start. The stored message has dots where the secret goes. Throws `not_found`, `refused`, `too_many`,
 * and what sending to the address throws.
 */
export async function sendCheck(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const identity = await checkable(ctx, { customerId: params.id, identityId: params.identityId });
  const sent = await sendTo(ctx, identity, body);
  return {
    inboxId: sent.inboxId,
    conversationId: sent.conversationId,
    expiresAt: sent.expiresAt.toISOString(),
    customer: await customerOf(ctx, identity.rootId),
  };
}

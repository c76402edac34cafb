import type { whisper as route } from '@meada/contract/routes/wallboard';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { sendMessage } from '../../conversations/index.ts';
import { findHeld } from './held.ts';

/** A note to who has the item: it stands in the conversation, the customer does not see it, and it rings. */
export async function whisper(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'conversations.manage');
  const { itemId, agentId, conversationId } = await findHeld(ctx, params.id);
  const { clientId, text } = body;
  const content = { v: 1, kind: 'text', text } as const;
  const note = await sendMessage(ctx, {
    conversationId,
    clientId,
    content,
    attachmentIds: [],
    internal: true,
  });
  ctx.emit({ name: 'work.whispered', facts: { conversationId, itemId, messageId: note.id, toId: agentId } });
  ctx.audit({ action: 'work.whispered', subject: { kind: 'work', id: itemId }, facts: { toId: agentId } });
  return { ok: true };
}

import type { ResponseOf } from '@meada/contract/route';
import type { switchTargets as switchRoute } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { offerSwitch, switchInboxes } from './switching/offer.ts';
import { legRows } from './views/legs.ts';
import { findSeen } from './visibility.ts';

/** Links by which the customer goes on in other channels; empty while the conversation has no address of theirs. */
export async function switchTargets(
  ctx: Ctx,
  input: { conversationId: string },
): Promise<ResponseOf<typeof switchRoute>> {
  permit(ctx.actor, 'conversations.reply');
  const conversation = await findSeen(ctx, input.conversationId);
  const [leg] = await legRows(ctx, conversation.id);
  if (!leg) return { items: [] };
  const items = [];
  for (const inbox of await switchInboxes(ctx, leg.inbox_id)) {
    const { link } = await offerSwitch(ctx, {
      conversationId: conversation.id,
      identityId: leg.identity.id,
      inboxId: inbox.id,
      withCode: false,
    });
    items.push({ inboxId: inbox.id, channel: inbox.channel, name: inbox.name, link });
  }
  return { items };
}

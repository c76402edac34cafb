import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { insertNote } from '../store.ts';
import { carry } from './carry.ts';
import { beginRegrouping } from './keep.ts';
import { chosenMessages, lockPair, refuseForeign } from './load.ts';
import type { Regrouped } from './merge-conversations.ts';
import { protocolsOf } from './protocols.ts';

/** Moves messages to another conversation of the customer who wrote them or was written to. */
export async function moveMessages(
  ctx: Ctx,
  input: { conversationId: string; intoId: string; messageIds: readonly string[] },
): Promise<Regrouped> {
  permit(ctx.actor, 'conversations.reply');
  const { from, into } = await lockPair(ctx, input.conversationId, input.intoId);
  const messages = await chosenMessages(ctx, from, {
    messageIds: input.messageIds,
    intoId: into.id,
    canonicalId: into.canonical_id,
  });
  refuseForeign(messages);
  const protocols = await protocolsOf(ctx, from.id, into.id);
  const begun = await beginRegrouping(ctx, { kind: 'move', fromId: from.id, intoId: into.id });
  await insertNote(ctx, into, {
    code: 'moved_in',
    values: { protocol: protocols.from, count: messages.length },
  });
  return carry(ctx, begun, {
    regroupingId: begun.id,
    at: begun.at,
    from,
    into,
    messageIds: messages.map((message) => message.id),
    protocols,
  });
}

import type { askSac as route, SacConversation } from '@meada/contract/routes/sac';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { findSeen, noteInThread } from '../conversations/index.ts';
import { readConversation } from './read-conversation.ts';
import { insertRequest } from './store.ts';

const dayMs = 86_400_000;
const farthestDays = 366;

/**
 * Writes down on the customer's behalf that they want the history of this demand, or a cancellation; the house sends history
 * and receipt at once. Throws `not_found`, `refused` where the brand does not answer by the decree or the effect is missing,
 * `conflict` while one is on its way.
 */
export async function askRequest(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<SacConversation> {
  permit(ctx.actor, 'conversations.reply');
  const conversationId = params.id;
  await findSeen(ctx, conversationId);
  const { on } = await readConversation(ctx, { conversationId });
  if (!on) throw refused('The brand of this conversation does not answer by the SAC decree.');
  const { kind, effect, effectiveOn } = body;
  if ((kind === 'cancellation') !== (effect !== undefined))
    throw refused('A cancellation says when it takes effect; a history does not.', 'body.effect');
  if ((effect === 'scheduled') !== (effectiveOn !== undefined))
    throw refused('Name the day that was agreed for a scheduled cancellation.', 'body.effectiveOn');
  if (effectiveOn) checkDay(ctx, effectiveOn);
  const personId = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const id = await insertRequest(ctx, { kind, conversationId, personId, effect, effectiveOn });
  if (!id) throw conflict('One is on its way already.');
  await noteInThread(ctx, conversationId, { code: `sac_${kind}`, values: { effect: effect ?? null } });
  ctx.audit({
    action: 'sac.asked',
    subject: { kind: 'conversation', id: conversationId },
    facts: { kind, requestId: id, effect: effect ?? null },
  });
  return readConversation(ctx, { conversationId });
}

function checkDay(ctx: Ctx, day: string): void {
  const now = ctx.clock.now().getTime();
  const at = Date.parse(`${day}T12:00:00Z`);
  if (at < now - 2 * dayMs || at > now + farthestDays * dayMs)
    throw refused('Name a day from today on, within a year.', 'body.effectiveOn');
}

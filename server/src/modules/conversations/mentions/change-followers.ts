import type { changeFollowers as route } from '@meada/contract/routes/mentions';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { membersNamed } from '../../people/index.ts';
import { emitChanged, lockSeen, updateConversation } from '../store.ts';
import { letIn } from './keep.ts';

type Change = Pick<Input<typeof route>, 'params' | 'body'>;

/**
 * Lets colleagues follow a conversation: they see it from then on and are told of what happens. Taking somebody off is as
 * open: whoever answers in the conversation may. Throws `refused` for a person who is not there.
 */
export async function changeFollowers(ctx: Ctx, { params, body }: Change): Promise<void> {
  const conversation = await lockSeen(ctx, params.id);
  const { addIds, removeIds } = body;
  const found = await membersNamed(ctx, { personIds: addIds });
  const there = new Set(found.map(({ personId }) => personId));
  const missing = addIds.findIndex((id) => !there.has(id));
  if (missing >= 0) throw refused('There is no such person.', `body.addIds.${missing}`);
  const stranger = removeIds.findIndex((id) => !conversation.follower_ids.includes(id));
  if (stranger >= 0) throw refused('They do not follow this conversation.', `body.removeIds.${stranger}`);
  const fresh = addIds.filter((id) => !conversation.follower_ids.includes(id));
  await letIn(ctx, conversation, fresh);
  const told = fresh.filter((id) => id !== ctx.actor.id);
  if (told.length > 0)
    ctx.emit({ name: 'follower.added', facts: { conversationId: conversation.id, personIds: told } });
  if (removeIds.length === 0) return;
  const left = conversation.follower_ids.filter((id) => !removeIds.includes(id));
  await updateConversation(ctx, conversation, { follower_ids: left });
  emitChanged(ctx, conversation.id, ['followers']);
  ctx.audit({
    action: 'conversation.followersRemoved',
    subject: { kind: 'conversation', id: conversation.id },
    facts: { personIds: removeIds },
  });
}

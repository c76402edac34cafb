import { type Content, type Outgoing, summaryOf } from '@meada/contract/content';
import type { Message } from '@meada/contract/routes/conversations';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import {
  authorOf,
  type ConversationChange,
  emitChanged,
  insertMessage,
  type LockedConversation,
  queueDispatch,
  updateConversation,
} from '../store.ts';
import { messagesByIds } from '../views/messages.ts';
import { attachTo } from './attach.ts';
import { openLeg, type Way } from './leg.ts';
import { aboveSignature, keepLetter, type Letter } from './letter.ts';
import type { SendFile } from './rules.ts';
import { fillTemplate } from './template.ts';

export type Posting = {
  clientId: string;
  content: Outgoing;
  files: readonly (SendFile & { name: string })[];
  replyToId?: string | undefined;
  /** null: a note to colleagues. */
  way: Way | null;
  subject?: string | undefined;
  letter?: Letter | null;
};

/** Writes a checked message into a locked conversation and moves it on; answers the message's id. */
export async function post(ctx: Ctx, conversation: LockedConversation, given: Posting): Promise<string> {
  const { way, files } = given;
  const content = way ? await fillTemplate(ctx, way.inboxId, given) : given.content;
  const posting = { ...given, content };
  conversation.last_seq += 1;
  const legId = way ? await openLeg(ctx, conversation, way) : null;
  const messageId = await insertMessage(ctx, {
    conversationId: conversation.id,
    seq: conversation.last_seq,
    visibility: way ? way.side : 'internal',
    author: authorOf(ctx.actor),
    content: content as Content,
    inboxId: way?.inboxId ?? null,
    legId,
    clientId: posting.clientId,
    replyToId: posting.replyToId ?? null,
    hasHtml: typeof posting.letter?.html === 'string',
  });
  await attachTo(ctx, messageId, files);
  if (posting.letter) await keepLetter(ctx, messageId, posting.letter);
  if (!way || !legId) {
    await updateConversation(ctx, conversation, { active_at: ctx.clock.now() });
    return messageId;
  }
  await queueDispatch(ctx, { messageId, conversationId: conversation.id, inboxId: way.inboxId, legId });
  await ctx.db
    .updateTable('legs')
    .set({ last_outbound_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', legId)
    .execute();
  await updateConversation(ctx, conversation, movedBy(ctx, conversation, { ...posting, way }));
  return messageId;
}

/** What an answer does: nobody waits any more, and who answers first has the conversation. The status stays. */
function movedBy(
  ctx: Ctx,
  conversation: LockedConversation,
  posting: Posting & { way: Way },
): ConversationChange {
  const takes = conversation.assignee_id === null && ctx.actor.kind === 'person';
  const names = posting.way.manifest.capabilities.subject && conversation.subject === null && posting.subject;
  const what = [...(takes ? ['assignee'] : []), ...(names ? ['subject'] : [])];
  if (what.length > 0) emitChanged(ctx, conversation.id, what);
  const { content, letter } = posting;
  const shown = typeof letter?.html === 'string' ? aboveSignature(content) : content;
  return {
    waiting_since: null,
    active_at: ctx.clock.now(),
    channel: posting.way.channel,
    inbox_id: posting.way.inboxId,
    preview: summaryOf(shown as Content) || (posting.files[0]?.name ?? ''),
    preview_kind: posting.content.kind,
    preview_author: authorOf(ctx.actor).kind,
    ...(takes ? { assignee_id: ctx.actor.id } : {}),
    ...(names ? { subject: posting.subject ?? null } : {}),
  };
}

/** The message that this author has sent under the number before, if any: the same number is sent once. */
export async function sentBefore(
  ctx: Ctx,
  conversationId: string,
  clientId: string,
): Promise<Message | null> {
  const row = await ctx.db
    .selectFrom('messages')
    .select(['id', 'author_kind', 'author_id'])
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversationId)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  if (!row) return null;
  const author = authorOf(ctx.actor);
  if (row.author_kind !== author.kind || row.author_id !== author.id)
    throw conflict('This clientId belongs to another message.', 'body.clientId');
  return messageById(ctx, row.id);
}

/** One message as it stands. */
export async function messageById(ctx: Ctx, id: string): Promise<Message> {
  return found((await messagesByIds(ctx, [id]))[0], 'message').message;
}

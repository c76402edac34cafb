import type { Message, sendMessage as sendMessageRoute } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkOptOut } from './opt-out/check.ts';
import { lockDrafts } from './sending/attach.ts';
import { findWay } from './sending/leg.ts';
import { readLetter } from './sending/letter.ts';
import { messageById, post, sentBefore } from './sending/post.ts';
import { checkChannel, checkContent, checkPublic, checkWindow } from './sending/rules.ts';
import { lockSeen } from './store.ts';

export type SendInput = Input<typeof sendMessageRoute>['body'] & { conversationId: string };

/**
 * Sends a message on a leg (or opens one to another address of the customer), or writes an internal note. The same
 * clientId answers the same message, however many copies come at once: they wait for the conversation's lock.
 */
export async function sendMessage(ctx: Ctx, input: SendInput): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const conversation = await lockSeen(ctx, input.conversationId);
  const before = await sentBefore(ctx, conversation.id, input.clientId);
  if (before) return before;
  const files = await lockDrafts(ctx, input.attachmentIds);
  const replyToId = await checkReply(ctx, conversation.id, input);
  const way = input.internal ? null : await findWay(ctx, conversation, input);
  const place = way && { conversationId: conversation.id, manifest: way.manifest, files };
  const { content, letter } = place
    ? await readLetter(ctx, place, input)
    : { content: input.content, letter: null };
  checkContent(content, files);
  if (way) {
    checkChannel(way.manifest, content, files);
    checkPublic(way.side, content);
    checkWindow({ ...way, byPerson: ctx.actor.kind === 'person' }, content, ctx.clock.now());
    await checkOptOut(ctx, way);
  } else if (input.content.kind !== 'text' && input.content.kind !== 'media') {
    throw refused('A note is text and files.', 'body.content.kind');
  }
  const { clientId, subject } = input;
  return messageById(
    ctx,
    await post(ctx, conversation, { clientId, content, files, replyToId, way, subject, letter }),
  );
}

/** Only a message of this very conversation can be answered, and to the customer only one they know. */
async function checkReply(
  ctx: Ctx,
  conversationId: string,
  { replyToId, internal }: SendInput,
): Promise<string | undefined> {
  if (replyToId === undefined) return undefined;
  const row = await ctx.db
    .selectFrom('messages')
    .select(['id', 'visibility'])
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversationId)
    .where('id', '=', replyToId)
    .executeTakeFirst();
  if (!row || (!internal && row.visibility === 'internal'))
    throw refused('The message to be answered is not in this conversation.', 'body.replyToId');
  return row.id;
}

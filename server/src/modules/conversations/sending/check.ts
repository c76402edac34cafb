import type { Outgoing } from '@meada/contract/content';
import type { sendMessage } from '@meada/contract/routes/conversations';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkOptOut } from '../opt-out/check.ts';
import type { LockedConversation } from '../store.ts';
import { lockDrafts } from './attach.ts';
import { findWay, type Way } from './leg.ts';
import { type Letter, readLetter } from './letter.ts';
import { checkChannel, checkContent, checkPublic, checkWindow, type SendFile } from './rules.ts';

export type SendBody = Input<typeof sendMessage>['body'];

/** A message that may be sent, with the way it takes and its files locked. */
export type Checked = {
  content: Outgoing;
  files: (SendFile & { name: string })[];
  replyToId: string | undefined;
  /** null: a note to colleagues. */
  way: Way | null;
  letter: Letter | null;
};

/**
 * Everything that must hold for a message to leave at a moment: files, answer, address, what the channel carries, window,
 * consent. Throws the refusal with the field it is about.
 */
export async function checkSend(
  ctx: Ctx,
  conversation: LockedConversation,
  { input, at }: { input: SendBody; at: Date },
): Promise<Checked> {
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
    checkWindow({ ...way, byPerson: ctx.actor.kind === 'person' }, content, at);
    await checkOptOut(ctx, way);
  } else if (input.content.kind !== 'text' && input.content.kind !== 'media') {
    throw refused('A note is text and files.', 'body.content.kind');
  }
  return { content, files, replyToId, way, letter };
}

/** Only a message of this very conversation can be answered, and to the customer only one they know. */
async function checkReply(
  ctx: Ctx,
  conversationId: string,
  { replyToId, internal }: SendBody,
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

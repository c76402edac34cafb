import { summaryOf } from '@meada/contract/content';
import type { Conversation, startConversation as startRoute } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkOptOut } from './opt-out/check.ts';
import { attachTo, lockDrafts } from './sending/attach.ts';
import { checkAddress, knownWay, type UsableInbox, usableInbox, type Way } from './sending/leg.ts';
import { readLetter } from './sending/letter.ts';
import { post } from './sending/post.ts';
import { channelCannot, checkChannel, checkContent, checkWindow } from './sending/rules.ts';
import { insertConversation, startedId } from './starting/insert.ts';
import { findRecipient, type Recipient } from './starting/recipient.ts';
import {
  addParticipant,
  authorOf,
  insertMessage,
  type LockedConversation,
  updateConversation,
} from './store.ts';
import { readOne } from './views/conversation.ts';

type StartInput = Input<typeof startRoute>['body'];

/**
 * Starts a conversation where the channel allows it, or writes down a visit. The customer is found or made by the
 * address. The same clientId of the same actor starts one conversation.
 */
export async function startConversation(ctx: Ctx, input: StartInput): Promise<Conversation> {
  permit(ctx.actor, 'conversations.reply');
  const id = startedId(ctx, input.clientId);
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 3))`.execute(ctx.db);
  const known = await ctx.db
    .selectFrom('conversations')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (known) return readOne(ctx, known.id);
  const inbox = await usableInbox(ctx, input.inboxId, 'body.inboxId');
  const isVisit = input.content.kind === 'visit';
  if (isVisit && !inbox.manifest.capabilities.sends.includes('visit'))
    throw channelCannot('Visits are not written down on this channel.', 'body.inboxId');
  const recipient = await findRecipient(ctx, inbox.manifest, input);
  const way = isVisit ? null : await wayOf(ctx, input.inboxId, { inbox, recipient });
  const files = await lockDrafts(ctx, input.attachmentIds);
  const { customerId } = recipient;
  const begin = () =>
    insertConversation(ctx, {
      id,
      customerId,
      inboxId: input.inboxId,
      inbox,
      subject: input.subject || null,
    });
  const { content } = input;
  if (content.kind === 'visit') {
    await recordVisit(ctx, await begin(), { input, content, recipient, files });
  } else if (way) {
    const words = await checkedWords(ctx, { ...input, content }, { conversationId: id, way, files });
    await post(ctx, await begin(), { clientId: input.clientId, ...words, files, way });
  }
  return readOne(ctx, id);
}

type Outgoing = Exclude<StartInput['content'], { kind: 'visit' }>;
type Sending = { conversationId: string; way: Way; files: Awaited<ReturnType<typeof lockDrafts>> };

/** The first words, held to the same rules as every answer's; rich text and copies where the channel has them. */
async function checkedWords(
  ctx: Ctx,
  input: StartInput & { content: Outgoing },
  { conversationId, way, files }: Sending,
) {
  const { content, letter } = await readLetter(
    ctx,
    { conversationId, manifest: way.manifest, files },
    { content: input.content, html: input.html, cc: input.cc, bcc: input.bcc },
  );
  checkContent(content, files);
  checkChannel(way.manifest, content, files);
  checkWindow({ ...way, byPerson: ctx.actor.kind === 'person' }, content, ctx.clock.now());
  await checkOptOut(ctx, way);
  return { content, letter };
}

/** The way to somebody new: the channel lets the firm write first, or the address has written to this inbox before. */
async function wayOf(
  ctx: Ctx,
  inboxId: string,
  { inbox, recipient }: { inbox: UsableInbox; recipient: Recipient },
): Promise<Way> {
  const { manifest, channel } = inbox;
  if (!manifest.capabilities.startsConversation)
    throw channelCannot('On this channel the customer has to write first.', 'body.inboxId');
  const { identity } = recipient;
  if (!identity) throw refused('The customer has no address on this channel.', 'body.identityId');
  checkAddress(manifest, identity, 'body.identityId');
  const place = { inboxId, identityId: identity.id, side: 'private' as const };
  const { lastInboundAt } = await knownWay(ctx, { conversationId: null, ...place });
  return { legId: null, ...place, channel, manifest, lastInboundAt, publicInboundAt: null };
}

type Visit = {
  input: StartInput;
  content: Extract<StartInput['content'], { kind: 'visit' }>;
  recipient: Recipient;
  files: Awaited<ReturnType<typeof lockDrafts>>;
};

/** A visit is told, not sent: a message of the person without leg or dispatch. */
async function recordVisit(ctx: Ctx, conversation: LockedConversation, visit: Visit): Promise<void> {
  const { input, recipient, files } = visit;
  const content = { v: 1 as const, ...visit.content };
  conversation.last_seq += 1;
  const messageId = await insertMessage(ctx, {
    conversationId: conversation.id,
    seq: conversation.last_seq,
    visibility: 'private',
    author: authorOf(ctx.actor),
    content,
    inboxId: input.inboxId,
    clientId: input.clientId,
    joinReason: 'started_by_agent',
  });
  await attachTo(ctx, messageId, files);
  if (recipient.identity)
    await addParticipant(ctx, {
      conversationId: conversation.id,
      identityId: recipient.identity.id,
      role: 'requester',
    });
  await updateConversation(ctx, conversation, {
    preview: summaryOf(content),
    preview_kind: 'visit',
    preview_author: authorOf(ctx.actor).kind,
  });
}

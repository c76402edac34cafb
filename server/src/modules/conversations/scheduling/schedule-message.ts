import type { ResponseOf } from '@meada/contract/route';
import type { scheduleMessage as route } from '@meada/contract/routes/scheduled';
import { type PersonActor, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { resolveMentions } from '../mentions/resolve.ts';
import { checkSend, type SendBody } from '../sending/check.ts';
import type { Way } from '../sending/leg.ts';
import { sentBefore } from '../sending/post.ts';
import { fillTemplate } from '../sending/template.ts';
import { checkUnanswered } from '../sending/unanswered.ts';
import { type LockedConversation, lockSeen } from '../store.ts';
import { aheadAtMost, waitingAtMost } from './rules.ts';
import { type Kept, lockScheduled, tellScheduled } from './store.ts';
import { scheduledById } from './views.ts';

type Schedule = Input<typeof route>['body'] & { conversationId: string };

/**
 * Keeps messages until they are due. What would be refused then as far as can be known (a file that is not there, a window
 * that will have closed) is refused now. The same clientId is kept once, and answers null when it has gone out.
 */
export async function scheduleMessage(ctx: Ctx, input: Schedule): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const person = writerOf(ctx);
  const conversation = await lockSeen(ctx, input.conversationId);
  const [first] = input.messages;
  if (first && (await sentBefore(ctx, conversation.id, first.clientId))) return { scheduled: null };
  const before = await lockScheduled(ctx, input.clientId);
  if (before) {
    if (before.person_id !== person.id || before.conversation_id !== conversation.id)
      throw conflict('This number belongs to another message.', 'body.clientId');
    return { scheduled: await scheduledById(ctx, input.clientId) };
  }
  if (first) await checkUnanswered(ctx, conversation, first);
  await checkRoom(ctx, conversation.id);
  const due = dueOf(ctx, input);
  const messages: Kept[] = [];
  for (const body of input.messages) messages.push(await keptOf(ctx, conversation, { body, due }));
  await insert(ctx, conversation, { input, due, messages });
  tellScheduled(
    ctx,
    { id: input.clientId, conversation_id: conversation.id, person_id: person.id },
    'waiting',
  );
  return { scheduled: await scheduledById(ctx, input.clientId) };
}

/** Throws `conflict` when more waits in the conversation than anybody looks through. */
async function checkRoom(ctx: Ctx, conversationId: string): Promise<void> {
  const { count } = await ctx.db
    .selectFrom('scheduled_messages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= waitingAtMost) throw conflict(`${waitingAtMost} messages wait here already.`);
}

/** Whose words they are: a program waits by itself. */
function writerOf({ actor }: Ctx): PersonActor {
  if (actor.kind !== 'person') throw refused('A program sends when it is time.', 'body.when');
  return actor;
}

/** When it goes out. Seconds are counted here: a browser's clock may be wrong. */
function dueOf(ctx: Ctx, { when }: Pick<Schedule, 'when'>): Date {
  const now = ctx.clock.now().getTime();
  if ('seconds' in when) return new Date(now + when.seconds * 1000);
  return futureOf(ctx, when.at, 'body.when.at');
}

/** A chosen time; it must be to come, and not further off than a year. */
export function futureOf(ctx: Ctx, at: string, field: string): Date {
  const now = ctx.clock.now().getTime();
  const due = new Date(at);
  if (due.getTime() <= now) throw refused('Choose a time that is still to come.', field);
  if (due.getTime() - now > aheadAtMost) throw refused('This is more than a year ahead.', field);
  return due;
}

async function keptOf(
  ctx: Ctx,
  conversation: LockedConversation,
  { body: given, due }: { body: SendBody; due: Date },
): Promise<Kept> {
  // Whether a colleague has answered was asked now, when it was sent.
  const body = { ...given, seenSeq: undefined };
  await resolveMentions(ctx, conversation, body);
  const checked = await checkSend(ctx, conversation, { input: body, at: due });
  const { way, content, files } = checked;
  if (!way) return { body, to: undefined };
  await fillTemplate(ctx, way.inboxId, { content, files });
  return { body: { ...body, legId: way.legId ?? undefined, to: undefined }, to: addressOf(way) };
}

const addressOf = ({ inboxId, identityId, side }: Way): SendBody['to'] => ({ inboxId, identityId, side });

type Written = { input: Schedule; due: Date; messages: Kept[] };

async function insert(
  ctx: Ctx,
  conversation: LockedConversation,
  { input, due, messages }: Written,
): Promise<void> {
  const bodies = messages.map(({ body }) => body);
  await ctx.db
    .insertInto('scheduled_messages')
    .values({
      org_id: ctx.orgId,
      id: input.clientId,
      conversation_id: conversation.id,
      person_id: writerOf(ctx).id,
      purpose: 'seconds' in input.when ? 'undo' : 'later',
      messages: JSON.stringify(messages),
      draft_html: input.draftHtml,
      attachment_ids: bodies.flatMap(({ attachmentIds }) => attachmentIds),
      about_ids: bodies
        .flatMap(({ replyToId, quotedId }) => [replyToId, quotedId])
        .filter((id) => id !== undefined),
      due_at: due,
      next_at: due,
      // Who sends now does not wait for an answer.
      unless_answered: 'at' in input.when && input.unlessAnswered,
      known_seq: conversation.last_seq,
      created_at: ctx.clock.now(),
    })
    .execute();
}

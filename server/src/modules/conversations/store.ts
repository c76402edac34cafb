import type { Content } from '@meada/contract/content';
import type { Side } from '@meada/contract/public';
import type {
  AuthorKind,
  JoinReason,
  MessageVisibility,
  StatusCategory,
  WakeEvent,
} from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found } from '../../kernel/errors.ts';
import { seenBy } from './visibility.ts';

/** Writes of the agents' side. The inbound side writes in batches of its own (`ingest/write.ts`). */

export type LockedConversation = {
  id: string;
  customer_id: string;
  canonical_id: string;
  brand_id: string;
  subject: string | null;
  status: StatusCategory;
  status_id: string | null;
  priority: string;
  label_ids: string[];
  assignee_id: string | null;
  team_id: string | null;
  follower_ids: string[];
  guest_id: string | null;
  bots_paused: boolean;
  last_seq: number;
  waiting_since: Date | null;
  snoozed_until: Date | null;
  snoozed_by: string | null;
  snooze_event: WakeEvent | null;
  snooze_note: string | null;
};

/**
 * Locks a conversation the actor sees, or 404. The lock gives `seq` its order. One that was merged is done with: 409, but
 * for who undoes that (`shell`). `what`: the thing in it that was named, where that is not the conversation itself.
 */
export async function lockSeen(
  ctx: Ctx,
  id: string,
  { shell = false, what = 'conversation' }: { shell?: boolean; what?: string } = {},
): Promise<LockedConversation> {
  const result = await sql<LockedConversation & { merged_into: string | null }>`
    SELECT c.id, c.customer_id, o.canonical_id, c.brand_id, c.subject, c.status, c.status_id, c.priority, c.label_ids,
      c.assignee_id, c.team_id, c.follower_ids, c.guest_id, c.bots_paused, c.last_seq, c.waiting_since, c.snoozed_until,
      c.snoozed_by, c.snooze_event, c.snooze_note,
      (SELECT m.protocol FROM conversations m WHERE m.org_id = c.org_id AND m.id = c.merged_into_id) AS merged_into
    FROM conversations c JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${id} AND ${seenBy(ctx.actor)} FOR UPDATE OF c`.execute(ctx.db);
  const conversation = found(result.rows[0], what);
  if (conversation.merged_into && !shell)
    throw conflict(`This conversation was merged and goes on as ${conversation.merged_into}.`);
  return conversation;
}

/** Who an actor is as the author of a message: a key speaks as a bot. */
export function authorOf(actor: Actor): { kind: AuthorKind; id: string | null } {
  if (actor.kind === 'person') return { kind: 'person', id: actor.id };
  if (actor.kind === 'key') return { kind: 'bot', id: actor.id };
  return { kind: 'system', id: null };
}

export type NewMessage = {
  conversationId: string;
  seq: number;
  visibility: MessageVisibility;
  content: Content;
  author: { kind: AuthorKind; id: string | null };
  inboxId?: string | null;
  legId?: string | null;
  clientId?: string | null;
  replyToId?: string | null;
  joinReason?: JoinReason | null;
  /** It has a body in HTML, written beside it. */
  hasHtml?: boolean;
};

/** Writes a message and tells the log; answers its id. The conversation is locked and counts on by the caller. */
export async function insertMessage(ctx: Ctx, message: NewMessage): Promise<string> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('messages')
    .values({
      org_id: ctx.orgId,
      id,
      conversation_id: message.conversationId,
      seq: message.seq,
      at: now,
      author_kind: message.author.kind,
      author_id: message.author.id,
      visibility: message.visibility,
      inbox_id: message.inboxId ?? null,
      leg_id: message.legId ?? null,
      content: sql<string>`${JSON.stringify(message.content)}::jsonb`,
      client_id: message.clientId ?? null,
      reply_to_id: message.replyToId ?? null,
      join_reason: message.joinReason ?? null,
      has_body: message.hasHtml ? 'html' : '',
      created_at: now,
    })
    .execute();
  ctx.emit({
    name: 'message.created',
    facts: {
      conversationId: message.conversationId,
      messageId: id,
      seq: message.seq,
      authorKind: message.author.kind,
      visibility: message.visibility,
      inboxId: message.inboxId ?? null,
      automatic: 'no',
    },
  });
  return id;
}

export type SystemNote = { code: string; values?: Record<string, string | number | boolean | null> };

/** Tells inside the thread, to colleagues only, what happened to a locked conversation. */
export async function insertNote(
  ctx: Ctx,
  conversation: Pick<LockedConversation, 'id' | 'last_seq'>,
  note: SystemNote,
): Promise<void> {
  conversation.last_seq += 1;
  const by = 'name' in ctx.actor ? ctx.actor.name : null;
  await insertMessage(ctx, {
    conversationId: conversation.id,
    seq: conversation.last_seq,
    visibility: 'internal',
    author: { kind: 'system', id: null },
    content: { v: 1, kind: 'system', code: note.code, values: { by, ...note.values } },
  });
}

export type ConversationChange = Partial<{
  subject: string | null;
  status: StatusCategory;
  status_id: string | null;
  priority: string;
  label_ids: string[];
  custom_fields: string;
  assignee_id: string | null;
  team_id: string | null;
  follower_ids: string[];
  guest_id: string | null;
  bots_paused: boolean;
  channel: string;
  inbox_id: string;
  preview: string | null;
  preview_kind: string;
  preview_author: string;
  waiting_since: Date | null;
  snoozed_until: Date | null;
  snoozed_by: string | null;
  snooze_event: WakeEvent | null;
  snooze_note: string | null;
  woken_for: string | null;
  woken_seq: number | null;
  woken_at: Date | null;
  woken_why: 'date' | WakeEvent | null;
  resolved_at: Date | null;
  active_at: Date;
}>;

/** Writes a locked conversation's changes with its count of messages. */
export async function updateConversation(
  ctx: Ctx,
  conversation: Pick<LockedConversation, 'id' | 'last_seq'>,
  change: ConversationChange,
): Promise<void> {
  await ctx.db
    .updateTable('conversations')
    .set({ ...change, last_seq: conversation.last_seq })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', conversation.id)
    .execute();
}

/** Says that a conversation changed and in what. */
export function emitChanged(ctx: Ctx, conversationId: string, what: string[]): void {
  ctx.emit({ name: 'conversation.changed', facts: { conversationId, what } });
}

/** Puts a message on its way; the worker is woken after COMMIT. */
export async function queueDispatch(
  ctx: Ctx,
  way: { messageId: string; conversationId: string; inboxId: string; legId: string },
): Promise<void> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('dispatches')
    .values({
      org_id: ctx.orgId,
      id,
      message_id: way.messageId,
      conversation_id: way.conversationId,
      inbox_id: way.inboxId,
      leg_id: way.legId,
      next_at: now,
      created_at: now,
      updated_at: now,
    })
    .execute();
  ctx.emit({
    name: 'dispatch.queued',
    facts: { conversationId: way.conversationId, dispatchId: id, inboxId: way.inboxId },
  });
  ctx.afterCommit(() => ctx.bus.wake('dispatch'));
}

/** Puts an identity into a conversation; a role that stands is not changed. */
export async function addParticipant(
  ctx: Ctx,
  part: { conversationId: string; identityId: string; role: 'requester' | 'cc' },
): Promise<void> {
  await ctx.db
    .insertInto('participants')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      conversation_id: part.conversationId,
      identity_id: part.identityId,
      role: part.role,
      created_at: ctx.clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Begins a leg by our own hand; the address counts from now on as one that was written to. */
export async function insertLeg(
  ctx: Ctx,
  leg: { conversationId: string; inboxId: string; identityId: string; side: Side },
): Promise<string> {
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('legs')
    .values({
      org_id: ctx.orgId,
      id,
      conversation_id: leg.conversationId,
      inbox_id: leg.inboxId,
      identity_id: leg.identityId,
      side: leg.side,
      join_reason: 'started_by_agent',
      created_at: ctx.clock.now(),
    })
    .execute();
  await ctx.db
    .updateTable('identities')
    .set({ source: 'outbound' })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', leg.identityId)
    .where('verified_at', 'is', null)
    .where('source', 'not in', ['inbound', 'outbound'])
    .execute();
  return id;
}

import type { Automatic } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import type { AuthorKind, JoinReason, MessageVisibility } from '@meada/contract/routes/conversations';
import { type Batch, type ConversationState, externalKey } from './batch.ts';

/** What of a message differs; the rest follows from where it is put. */
export type NewMessage = {
  at: Date;
  authorKind: AuthorKind;
  /** Identity of a customer; null for the firm's own words from elsewhere and for machines. */
  authorId?: string;
  visibility?: MessageVisibility;
  inboxId: string;
  legId?: string;
  content: Content;
  facts?: Record<string, string | number | boolean>;
  /** The whole body, where the content carries only its visible part. */
  body?: { html?: string; text?: string };
  replyToId?: string | null;
  automatic?: Automatic;
  echo?: boolean;
  clientId?: string | null;
  joinReason?: JoinReason;
  /** Whose timeline it belongs to, where the event is about a customer. */
  customerId?: string;
};

/** Gives a message the next number of its conversation, and tells it. Answers its id. */
export function recordMessage(batch: Batch, conversation: ConversationState, message: NewMessage): string {
  const id = batch.ctx.ids.uuid();
  const { body, automatic = 'no', visibility = 'private' } = message;
  conversation.lastSeq += 1;
  conversation.changed.add('message');
  batch.writes.messages.push({
    id,
    conversation_id: conversation.id,
    seq: conversation.lastSeq,
    at: message.at,
    author_kind: message.authorKind,
    author_id: message.authorId ?? null,
    visibility,
    inbox_id: message.inboxId,
    leg_id: message.legId ?? null,
    content: message.content,
    facts: message.facts ?? {},
    has_body: body?.html ? 'html' : body?.text ? 'text' : '',
    reply_to_id: message.replyToId ?? null,
    automatic,
    echo: message.echo ?? false,
    client_id: message.clientId ?? null,
    join_reason: message.joinReason ?? null,
    created_at: batch.now,
  });
  if (body?.html || body?.text) {
    batch.writes.bodies.push({ message_id: id, html: body.html ?? null, text: body.text ?? null });
  }
  tell(batch, conversation, { ...message, id, automatic, visibility });
  return id;
}

function tell(
  batch: Batch,
  conversation: ConversationState,
  message: NewMessage & { id: string; automatic: Automatic; visibility: MessageVisibility },
): void {
  const facts = {
    conversationId: conversation.id,
    messageId: message.id,
    seq: conversation.lastSeq,
    authorKind: message.authorKind,
    visibility: message.visibility,
    inboxId: message.inboxId,
    automatic: message.automatic,
  };
  batch.ctx.emit(
    { name: 'message.created', facts },
    message.customerId ? { customerId: message.customerId } : {},
  );
}

/** Remembers the platform's ids of a message, for doubles and answers in this batch and later. */
export function recordIds(
  batch: Batch,
  place: { inboxId: string; externalIds: readonly string[] },
  message: { messageId: string; conversationId: string; outbound: boolean },
): void {
  for (const externalId of new Set(place.externalIds)) {
    const key = externalKey(place.inboxId, externalId);
    batch.writes.externalIds.push({
      inbox_id: place.inboxId,
      external_id: externalId,
      message_id: message.messageId,
    });
    if (batch.known.has(key)) continue;
    batch.known.set(key, { ...message, deleted: false, dispatchId: null, dispatchState: null });
  }
}

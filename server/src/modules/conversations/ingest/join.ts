import type { InboundMessage } from '@meada/contract/channels';
import type { Side } from '@meada/contract/public';
import type { JoinReason } from '@meada/contract/routes/conversations';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { type Candidate, chooseConversation, subjectKey } from '../rules.ts';
import {
  type Arriving,
  type Batch,
  type ConversationState,
  conversationOf,
  externalKey,
  type LegState,
  legKey,
  participantKey,
  threadKey,
} from './batch.ts';
import type { Sender } from './senders.ts';
import type { Named } from './switching.ts';

export type Joined = { conversation: ConversationState | null; reason: JoinReason };

/** Gathers what the policy needs and asks it. */
export function findConversation(arriving: Arriving, who: { sender: Sender; named: Named | null }): Joined {
  const { batch, inbox, item } = arriving;
  const decision = chooseConversation({
    now: batch.now,
    token: who.named ? { id: who.named.conversationId, reason: who.named.reason } : null,
    thread: threadConversation(arriving),
    reference: referencedConversation(arriving, who.sender),
    own: isShared(item) ? [] : candidates(batch, inbox, who.sender),
    reopenHours: inbox.reopenHours,
    ownSubject: inbox.plugin.manifest.capabilities.subject ? subjectKey(item.subject) : null,
  });
  return { conversation: decision.id ? conversationOf(batch, decision.id) : null, reason: decision.reason };
}

/**
 * Threads that are one conversation of several people. Under a post each person has a matter of their own; a mail thread
 * is followed by references, a chat by its people.
 */
const sharedThreads = new Set(['group']);

function threadConversation({ batch, inbox, item }: Arriving): string | null {
  const thread = item.outsideThread;
  if (!thread || !sharedThreads.has(thread.kind)) return null;
  return batch.threads.get(threadKey(inbox.id, thread.kind, thread.key))?.conversationId ?? null;
}

/**
 * The conversation of a message this one answers. A stranger joins only by answering a message of ours, whose id holds
 * a signature and cannot be guessed (LESSONS 39); the id of a customer's message proves nothing.
 */
function referencedConversation({ batch, inbox, item }: Arriving, sender: Sender): string | null {
  for (const externalId of item.replyTo ?? []) {
    const known = batch.known.get(externalKey(inbox.id, externalId));
    if (!known || !batch.conversations.has(known.conversationId)) continue;
    const inside = batch.participants.has(participantKey(known.conversationId, sender.identity.id));
    const own =
      sender.inherits && (batch.byCustomer.get(sender.customerId)?.has(known.conversationId) ?? false);
    // Ids of what is said in public can be read by everybody: answering there lets nobody into another's matter.
    if ((known.outbound && !item.public) || inside || own) return known.conversationId;
  }
  return null;
}

/** A message to a group belongs to that thread and to no private conversation. */
const isShared = (item: InboundMessage): boolean =>
  item.outsideThread !== undefined && sharedThreads.has(item.outsideThread.kind);

const sides: readonly Side[] = ['private', 'public'];

/** Conversations of the sender's customer, if they inherit, and those their very address takes part in. */
function candidates(batch: Batch, inbox: LoadedInbox, sender: Sender): Candidate[] {
  const ids = new Set(sender.inherits ? batch.byCustomer.get(sender.customerId) : []);
  for (const leg of batch.legs.values())
    if (leg.identityId === sender.identity.id) ids.add(leg.conversationId);
  return [...ids]
    .map((id) => conversationOf(batch, id))
    .filter((conversation) => !inSharedThread(batch, conversation.id))
    .sort((a, b) => b.activeAt.getTime() - a.activeAt.getTime())
    .map((conversation) => ({
      id: conversation.id,
      status: conversation.status,
      resolvedAt: conversation.resolvedAt,
      activeAt: conversation.activeAt,
      legHere: sides.some((side) =>
        batch.legs.has(legKey(conversation.id, { inboxId: inbox.id, identityId: sender.identity.id, side })),
      ),
      subject: conversation.threadSubject,
    }));
}

/** A private message never joins a group's conversation, where others would read it. */
function inSharedThread(batch: Batch, conversationId: string): boolean {
  for (const leg of batch.legs.values()) {
    if (leg.conversationId === conversationId && leg.sharedThread) return true;
  }
  return false;
}

/** Begins a conversation; its protocol number is given when the batch is written. */
export function newConversation({ batch, inbox, item }: Arriving, sender: Sender): ConversationState {
  const subject = item.subject?.trim() || null;
  const conversation: ConversationState = {
    id: batch.ctx.ids.uuid(),
    protocol: null,
    customerId: sender.customerId,
    brandId: inbox.brandId,
    subject,
    status: 'open',
    resolvedAt: null,
    snoozedUntil: null,
    teamId: inbox.teamId,
    assigneeId: null,
    channel: inbox.channel,
    inboxId: inbox.id,
    lastSeq: 0,
    lastInboundSeq: 0,
    preview: null,
    previewKind: null,
    previewAuthor: null,
    waitingSince: null,
    awayAt: null,
    activeAt: batch.now,
    loudness: 0,
    loudnessReasons: [],
    loudnessSet: null,
    priority: inbox.priority,
    threadSubject: inbox.plugin.manifest.capabilities.subject ? subjectKey(subject) : null,
    created: true,
    changed: new Set(),
  };
  batch.conversations.set(conversation.id, conversation);
  const own = batch.byCustomer.get(sender.customerId) ?? new Set();
  batch.byCustomer.set(sender.customerId, own.add(conversation.id));
  batch.ctx.emit({
    name: 'conversation.created',
    facts: { conversationId: conversation.id, customerId: sender.customerId, inboxId: inbox.id },
  });
  return conversation;
}

/** The leg of a conversation over an inbox to an identity; made when it is not there. */
export function legOf(
  batch: Batch,
  place: { conversation: ConversationState; inbox: LoadedInbox; identityId: string; side?: Side },
  reason: JoinReason,
): LegState {
  const { identityId, side = 'private' } = place;
  const key = legKey(place.conversation.id, { inboxId: place.inbox.id, identityId, side });
  const known = batch.legs.get(key);
  if (known) return known;
  const leg: LegState = {
    id: batch.ctx.ids.uuid(),
    conversationId: place.conversation.id,
    inboxId: place.inbox.id,
    identityId,
    side,
    outsideThreadId: null,
    sharedThread: false,
    joinReason: reason,
    lastInboundAt: null,
    lastOutboundAt: null,
    created: true,
    changed: true,
  };
  batch.legs.set(key, leg);
  if (!place.conversation.created) {
    batch.ctx.emit({
      name: 'conversation.switched',
      facts: { conversationId: place.conversation.id, inboxId: place.inbox.id, legId: leg.id },
    });
  }
  return leg;
}

/** Puts an identity into a conversation; a role that stands is not changed. */
export function takePart(
  batch: Batch,
  conversationId: string,
  { identityId, role }: { identityId: string; role: string },
): void {
  const key = participantKey(conversationId, identityId);
  if (batch.participants.has(key)) return;
  batch.participants.add(key);
  batch.writes.participants.push({
    id: batch.ctx.ids.uuid(),
    conversation_id: conversationId,
    identity_id: identityId,
    role,
    created_at: batch.now,
  });
}

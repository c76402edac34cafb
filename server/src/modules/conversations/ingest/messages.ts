import type { InboundMessage } from '@meada/contract/channels';
import { summaryOf } from '@meada/contract/content';
import type { JoinReason } from '@meada/contract/routes/conversations';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { statusAfterInbound, subjectKey } from '../rules.ts';
import { answerAway } from './away.ts';
import {
  type Batch,
  type ConversationState,
  canonicalOf,
  externalKey,
  type LegState,
  type ReadReceipt,
  type StoredAttachment,
  threadKey,
} from './batch.ts';
import { findConversation, legOf, newConversation, takePart } from './join.ts';
import { applyReport } from './reports.ts';
import { addressIdentity, resolveSender, type Sender } from './senders.ts';
import { answeringSender, joinPeople, namedConversation, uniteWith } from './switching.ts';

/** Puts one received message where it belongs. Answers a note for the receipt when nothing was stored. */
export async function applyMessage(
  batch: Batch,
  receipt: ReadReceipt,
  item: InboundMessage,
): Promise<string | null> {
  const { inbox } = receipt;
  if (batch.known.has(externalKey(inbox.id, item.externalId))) return 'double';
  if (item.echo && !item.to) return 'echo without an addressee';
  if (item.automatic === 'bounce' || item.automatic === 'feedback_report')
    return applyReport(batch, receipt, item);
  const found =
    answeringSender(batch, inbox, item) ?? resolveSender(batch, whoOf(item), item.proof, item.aliases);
  let sender = found;
  for (const other of found.alsoIs)
    sender = await uniteWith(batch, sender, other, { reason: 'same_platform_person' });
  const named = namedConversation(batch, inbox, item, sender);
  if (named) sender = await joinPeople(batch, named, item, sender);
  const joined = findConversation(batch, inbox, item, { sender, named });
  if (!joined.conversation && opensNothing(item))
    return `automatic (${item.automatic}): opens no conversation`;
  const conversation =
    joined.conversation ?? newConversation(batch, inbox, sender, item.subject?.trim() || null);
  const leg = legOf(batch, { conversation, inbox, identityId: sender.identity.id }, joined.reason);
  attachThread(batch, inbox, item, leg);
  takePart(batch, conversation.id, sender.identity.id, roleOf(batch, conversation, sender));
  for (const other of item.others ?? []) addOther(batch, conversation, other);
  const messageId = storeMessage(batch, { receipt, item, conversation, leg, sender, reason: joined.reason });
  if (item.automatic === undefined || item.automatic === 'no')
    answerAway(batch, { inbox, conversation, leg, sender, item });
  return messageId ? null : 'nothing';
}

/** The human on the other side: the addressee of what the firm itself wrote elsewhere, else the author. */
const whoOf = (item: InboundMessage) => (item.echo && item.to ? item.to : item.from);

/** A vacation answer is kept where it belongs and opens nothing. Bulk mail is mail. */
const opensNothing = (item: InboundMessage): boolean => item.automatic === 'auto_reply';

const roleOf = (batch: Batch, conversation: ConversationState, sender: Sender): string =>
  canonicalOf(batch, conversation.customerId) === sender.customerId ? 'requester' : 'author';

function addOther(
  batch: Batch,
  conversation: ConversationState,
  other: NonNullable<InboundMessage['others']>[number],
): void {
  const identity = addressIdentity(batch, other.address);
  takePart(batch, conversation.id, identity.id, other.role);
}

function attachThread(batch: Batch, inbox: LoadedInbox, item: InboundMessage, leg: LegState): void {
  const thread = item.outsideThread;
  if (!thread || leg.outsideThreadId) return;
  const key = threadKey(inbox.id, thread.kind, thread.key);
  const known = batch.threads.get(key) ?? { id: batch.ctx.ids.uuid(), conversationId: leg.conversationId };
  if (!batch.threads.has(key)) {
    batch.writes.outsideThreads.push({
      id: known.id,
      inbox_id: inbox.id,
      kind: thread.kind,
      key: thread.key,
      name: thread.name ?? null,
    });
  }
  batch.threads.set(key, { ...known, conversationId: known.conversationId ?? leg.conversationId });
  leg.outsideThreadId = known.id;
  leg.sharedThread = thread.kind === 'group' || thread.kind === 'post';
  leg.changed = true;
}

type Storing = {
  receipt: ReadReceipt;
  item: InboundMessage;
  conversation: ConversationState;
  leg: LegState;
  sender: Sender;
  reason: JoinReason;
};

function storeMessage(batch: Batch, storing: Storing): string {
  const { receipt, item, conversation, leg, sender } = storing;
  const id = batch.ctx.ids.uuid();
  conversation.lastSeq += 1;
  const replyTo = (item.replyTo ?? [])
    .map((externalId) => batch.known.get(externalKey(receipt.inbox.id, externalId)))
    .find((known) => known?.conversationId === conversation.id);
  batch.writes.messages.push({
    id,
    conversation_id: conversation.id,
    seq: conversation.lastSeq,
    at: plausibleTime(batch, receipt, item),
    author_kind: item.echo ? 'person' : 'customer',
    author_id: item.echo ? null : sender.identity.id,
    visibility: 'public',
    inbox_id: receipt.inbox.id,
    leg_id: leg.id,
    content: item.content,
    has_body: item.html ? 'html' : item.fullText ? 'text' : '',
    reply_to_id: replyTo?.messageId ?? null,
    automatic: item.automatic ?? 'no',
    echo: item.echo ?? false,
    client_id: clientIdOf(item),
    join_reason: storing.reason,
    created_at: batch.now,
  });
  if (item.html || item.fullText) {
    batch.writes.bodies.push({ message_id: id, html: item.html ?? null, text: item.fullText ?? null });
  }
  rememberIds(batch, receipt, item, {
    messageId: id,
    conversationId: conversation.id,
    outbound: item.echo ?? false,
  });
  for (const [position, file] of (receipt.files.get(item) ?? []).entries())
    storeAttachment(batch, id, position, file);
  moveConversation(batch, storing);
  batch.ctx.emit(
    {
      name: 'message.created',
      facts: {
        conversationId: conversation.id,
        messageId: id,
        seq: conversation.lastSeq,
        authorKind: item.echo ? 'person' : 'customer',
        visibility: 'public',
        inboxId: receipt.inbox.id,
        automatic: item.automatic ?? 'no',
      },
    },
    { customerId: sender.customerId },
  );
  return id;
}

function rememberIds(
  batch: Batch,
  receipt: ReadReceipt,
  item: InboundMessage,
  message: { messageId: string; conversationId: string; outbound: boolean },
): void {
  const inboxId = receipt.inbox.id;
  for (const externalId of new Set([item.externalId, ...(item.threadIds ?? [])])) {
    batch.writes.externalIds.push({
      inbox_id: inboxId,
      external_id: externalId,
      message_id: message.messageId,
    });
    if (batch.known.has(externalKey(inboxId, externalId))) continue;
    batch.known.set(externalKey(inboxId, externalId), {
      ...message,
      deleted: false,
      dispatchId: null,
      dispatchState: null,
    });
  }
}

/** The number a widget or API caller gave its own message comes back to it. */
const clientIdOf = (item: InboundMessage): string | null => {
  const given = item.facts?.clientId;
  return typeof given === 'string' ? given.slice(0, 200) : null;
};

/** The sender's clock, unless it lies in the future or before 2000: then the time of receipt. */
function plausibleTime(batch: Batch, receipt: ReadReceipt, item: InboundMessage): Date {
  const at = new Date(item.at);
  const latest = batch.now.getTime() + 300_000;
  return at.getTime() > 946_684_800_000 && at.getTime() < latest ? at : receipt.receivedAt;
}

function storeAttachment(batch: Batch, messageId: string, position: number, file: StoredAttachment): void {
  if (file.uploadId) {
    batch.writes.uploads.push({ id: file.uploadId, message_id: messageId, position, uploaded_by: null });
    return;
  }
  const fileId = file.hash ? batch.ctx.ids.uuid() : null;
  if (fileId && file.hash) {
    batch.writes.files.push({
      id: fileId,
      hash: `\\x${file.hash.toString('hex')}`,
      size: file.size,
      type: file.type,
      created_at: batch.now,
    });
  }
  batch.writes.attachments.push({
    id: batch.ctx.ids.uuid(),
    message_id: messageId,
    position,
    kind: file.kind,
    name: file.name,
    type: file.type,
    size: file.size,
    file_id: fileId,
    width: file.width,
    height: file.height,
    seconds: file.seconds,
    inline: file.inline,
    content_id: file.contentId,
    ref: file.ref,
    state: file.hash && !wantsThumbnail(file) ? 'ready' : 'pending',
    created_at: batch.now,
  });
}

/** Pictures wait for their thumbnail, platform files for their bytes; the worker takes both. */
const wantsThumbnail = (file: StoredAttachment): boolean => file.kind === 'image' && file.width !== null;

function moveConversation(batch: Batch, storing: Storing): void {
  const { item, conversation, leg, receipt } = storing;
  const automatic = item.automatic !== undefined && item.automatic !== 'no' && item.automatic !== 'bulk';
  conversation.preview = summaryOf(item.content) || (receipt.files.get(item)?.[0]?.name ?? '');
  conversation.previewKind = item.content.kind;
  conversation.previewAuthor = item.echo ? 'person' : 'customer';
  conversation.channel = receipt.inbox.channel;
  conversation.inboxId = receipt.inbox.id;
  conversation.activeAt = batch.now;
  conversation.changed.add('message');
  leg.changed = true;
  if (conversation.threadSubject === null && receipt.inbox.plugin.manifest.capabilities.subject) {
    conversation.threadSubject = subjectKey(item.subject);
    conversation.subject ??= item.subject?.trim() || null;
  }
  if (item.echo) {
    leg.lastOutboundAt = batch.now;
    conversation.waitingSince = null;
    return;
  }
  leg.lastInboundAt = batch.now;
  conversation.lastInboundSeq = conversation.lastSeq;
  if (automatic) return;
  conversation.waitingSince ??= batch.now;
  if (conversation.status !== 'open') {
    conversation.status = statusAfterInbound(conversation.status);
    conversation.resolvedAt = null;
    conversation.snoozedUntil = null;
    conversation.changed.add('status');
  }
}

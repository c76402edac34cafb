import type { InboundMessage } from '@meada/contract/channels';
import { summaryOf } from '@meada/contract/content';
import type { Side } from '@meada/contract/public';
import type { JoinReason } from '@meada/contract/routes/conversations';
import { answerCall, callAsked } from '../callbacks/offer.ts';
import { takeOptOut } from '../opt-out/arrival.ts';
import { joinSaid } from '../public/owe.ts';
import { type AnsweredHere, questionFor, takeAnswer } from '../questions/arrival.ts';
import { subjectKey } from '../rules.ts';
import { withoutSwitch } from '../switching/arrival.ts';
import { historyAsked, tellHistoryAsked } from '../telling/arrival.ts';
import { storeAttachments } from './attach.ts';
import { answerAway } from './away.ts';
import {
  type Arriving,
  type Batch,
  type ConversationState,
  canonicalOf,
  externalKey,
  type LegState,
  type ReadReceipt,
  threadKey,
} from './batch.ts';
import { applyShown } from './changes.ts';
import { holdClaims } from './claims.ts';
import { isCopy } from './copies.ts';
import { meetOwn } from './echoes.ts';
import { erasedAddress, whoOf } from './erased.ts';
import { findConversation, legOf, newConversation, takePart } from './join.ts';
import { raiseLoudness } from './loudness.ts';
import { recordIds, recordMessage } from './record.ts';
import { applyReport } from './reports.ts';
import { addressIdentity, resolveSender, type Sender } from './senders.ts';
import { answeringSender, joinPeople, type Named, namedConversation, uniteWith } from './switching.ts';

/** Puts one received message where it belongs. Answers a note for the receipt when nothing was stored. */
export async function applyMessage(
  batch: Batch,
  receipt: ReadReceipt,
  received: InboundMessage,
): Promise<string | null> {
  const { inbox } = receipt;
  const found: Arriving = { batch, receipt, inbox, item: received };
  const { item } = found;
  const before = batch.known.get(externalKey(inbox.id, item.externalId));
  if (before && item.echo) applyShown(batch, before);
  if (before) return 'double';
  if (isCopy(batch, inbox, item)) return 'double: the same letter came to another inbox of this brand';
  if (item.echo && !item.to) return 'echo without an addressee';
  const own = item.echo ? await meetOwn(found) : null;
  if (own) return own;
  if (item.automatic === 'bounce' || item.automatic === 'feedback_report') return applyReport(found);
  const { sender, named } = await findSender(found);
  const arriving = named?.offer ? switched(found) : found;
  holdClaims(arriving, sender);
  const answered = named?.offer ? null : questionFor(arriving, sender);
  const joined = answered
    ? { conversation: answered.conversation, reason: 'reply_reference' as const }
    : findConversation(arriving, { sender, named });
  if (!joined.conversation && opensNothing(item))
    return `automatic (${item.automatic}): opens no conversation`;
  const conversation = joined.conversation ?? newConversation(arriving, sender);
  const place = { conversation, inbox, identityId: sender.identity.id, side: sideOf(item) };
  const leg = legOf(batch, place, joined.reason);
  attachThread(arriving, leg);
  const role = canonicalOf(batch, conversation.customerId) === sender.customerId ? 'requester' : 'author';
  takePart(batch, conversation.id, { identityId: sender.identity.id, role });
  takeOthers(arriving, conversation.id);
  storeAndAnswer(arriving, { conversation, leg, sender, reason: joined.reason }, answered);
  return null;
}

/** Stores the message, and says what the house says to it by itself. */
function storeAndAnswer(
  arriving: Arriving,
  place: Omit<Place, 'answers'>,
  answered: AnsweredHere | null,
): void {
  const { item } = arriving;
  const { conversation, leg, sender } = place;
  const call = answered ? null : callAsked(arriving, conversation, sender);
  const told = call ? saying(arriving, call.content) : arriving;
  const history = !answered && historyAsked(arriving, conversation, sender);
  // Asked after the end of the matter it takes nothing up again: the house answers by itself.
  const answers = answered !== null || (history && conversation.status === 'resolved');
  const messageId = storeMessage(told, { ...place, answers });
  if (answered) takeAnswer(arriving, answered, leg);
  else if (history) tellHistoryAsked(arriving, conversation);
  else if (call) answerCall(arriving, { conversation, leg, sender }, call);
  else {
    const leaves = takeOptOut(arriving, { conversation, leg, sender, messageId });
    if (!leaves && (item.automatic === undefined || item.automatic === 'no'))
      answerAway(arriving, { conversation, leg, sender });
  }
}

/** Whom a message names beside its author takes part, but for who was erased. */
function takeOthers({ batch, item }: Arriving, conversationId: string): void {
  for (const other of item.others ?? []) {
    if (erasedAddress(batch, other.address, item.at)) continue;
    takePart(batch, conversationId, {
      identityId: addressIdentity(batch, other.address).id,
      role: other.role,
    });
  }
}

/** The same message with other content. */
function saying(arriving: Arriving, content: InboundMessage['content']): Arriving {
  const { receipt, item } = arriving;
  const said: InboundMessage = { ...item, content };
  receipt.files.set(said, receipt.files.get(item) ?? []);
  return { ...arriving, item: said };
}

/** The message that brought a switch, without what only carried it. */
function switched(arriving: Arriving): Arriving {
  const { inbox, item } = arriving;
  const content = withoutSwitch(item, inbox.channel);
  if (content === item.content) return arriving;
  const said = saying(arriving, content);
  if (content.kind === 'system') {
    said.item.html = undefined;
    said.item.fullText = undefined;
  }
  return said;
}

/** Who wrote, with everybody whom the message proves to be the same human, and the conversation a token of ours names. */
async function findSender(arriving: Arriving): Promise<{ sender: Sender; named: Named | null }> {
  const { batch, item } = arriving;
  const { proof, aliases } = item;
  const found = answeringSender(arriving) ?? resolveSender(batch, { from: whoOf(item), proof, aliases });
  let sender = found;
  for (const otherId of found.alsoIs) {
    sender = await uniteWith(batch, sender, { otherId, reason: 'same_platform_person' });
  }
  const named = namedConversation(arriving, sender);
  return { sender: named ? await joinPeople(arriving, named, sender) : sender, named };
}

/** A vacation answer is kept where it belongs and opens nothing. Bulk mail is mail. */
const opensNothing = (item: InboundMessage): boolean => item.automatic === 'auto_reply';

const sideOf = (item: InboundMessage): Side => (item.public ? 'public' : 'private');

/** Of these a leg carries the newest, for the next answer goes there; elsewhere the first stays. */
const newestThreads = new Set(['post', 'chat']);

/** The thread of a leg. */
function attachThread({ batch, inbox, item }: Arriving, leg: LegState): void {
  const thread = item.outsideThread;
  if (!thread || (leg.outsideThreadId && !newestThreads.has(thread.kind))) return;
  const key = threadKey(inbox.id, thread.kind, thread.key);
  const known = batch.threads.get(key) ?? { id: batch.ctx.ids.uuid(), conversationId: leg.conversationId };
  if (!batch.threads.has(key)) {
    batch.writes.outsideThreads.push({
      id: known.id,
      inbox_id: inbox.id,
      kind: thread.kind,
      key: thread.key,
      name: thread.name ?? null,
      url: thread.url ?? null,
    });
  }
  batch.threads.set(key, { ...known, conversationId: known.conversationId ?? leg.conversationId });
  leg.outsideThreadId = known.id;
  leg.sharedThread = thread.kind === 'group';
  leg.changed = true;
}

type Place = {
  conversation: ConversationState;
  leg: LegState;
  sender: Sender;
  reason: JoinReason;
  /** It answers a question of the house: nobody has to do anything. */
  answers: boolean;
};

function storeMessage(arriving: Arriving, place: Place): string {
  const { batch, receipt, inbox, item } = arriving;
  const { conversation, leg, sender } = place;
  const answered = (item.replyTo ?? [])
    .map((externalId) => batch.known.get(externalKey(inbox.id, externalId)))
    .find((known) => known?.conversationId === conversation.id);
  const messageId = recordMessage(batch, conversation, {
    at: plausibleTime(batch, receipt, item),
    authorKind: item.echo ? 'person' : 'customer',
    authorId: item.echo ? undefined : sender.identity.id,
    visibility: sideOf(item),
    facts: factsOf(item),
    inboxId: inbox.id,
    legId: leg.id,
    content: item.content,
    body: { html: item.html, text: item.fullText },
    replyToId: answered?.messageId,
    automatic: item.automatic,
    echo: item.echo,
    clientId: clientIdOf(item),
    joinReason: place.reason,
    customerId: sender.customerId,
  });
  const externalIds = [item.externalId, ...(item.threadIds ?? [])];
  const outbound = item.echo ?? false;
  recordIds(
    batch,
    { inboxId: inbox.id, externalIds },
    { messageId, conversationId: conversation.id, outbound },
  );
  storeAttachments(batch, messageId, receipt.files.get(item) ?? []);
  moveConversation(arriving, place);
  if (item.content.kind === 'callback') {
    const { promisedAt } = item.content;
    batch.writes.callbacks.set(conversation.id, { inboxId: inbox.id, messageId, promisedAt });
  }
  if (item.public && item.echo) batch.writes.answeredLegs.add(leg.id);
  else if (item.public) {
    const { conversationId, inboxId } = leg;
    const before = batch.writes.duties.get(leg.id);
    batch.writes.duties.set(
      leg.id,
      joinSaid(before, { conversationId, inboxId, messageId, matter: item.public }),
    );
  }
  return messageId;
}

const factsAtMost = 30;

/** What an agent is shown beside the words; the platform's numbering and our own marks are not. */
function factsOf(item: InboundMessage): Record<string, string | number | boolean> {
  const { clientId: _, ...facts } = item.facts ?? {};
  const { reach, rating, url } = item.public ?? {};
  const said = {
    ...(reach ? { reach } : {}),
    ...(rating === undefined ? {} : { rating }),
    ...(url ? { url } : {}),
  };
  return Object.fromEntries(Object.entries({ ...facts, ...said }).slice(0, factsAtMost));
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

function moveConversation({ batch, receipt, item }: Arriving, place: Place): void {
  const { conversation, leg } = place;
  if (place.answers) {
    leg.lastInboundAt = batch.now;
    leg.changed = true;
    return;
  }
  const automatic = item.automatic !== undefined && item.automatic !== 'no' && item.automatic !== 'bulk';
  if (item.content.kind !== 'system') {
    conversation.preview = summaryOf(item.content) || (receipt.files.get(item)?.[0]?.name ?? '');
    conversation.previewKind = item.content.kind;
    conversation.previewAuthor = item.echo ? 'person' : 'customer';
  }
  if (!item.echo) raiseLoudness(batch, conversation, item);
  conversation.channel = receipt.inbox.channel;
  conversation.inboxId = receipt.inbox.id;
  conversation.activeAt = batch.now;
  leg.changed = true;
  if (conversation.threadSubject === null && receipt.inbox.plugin.manifest.capabilities.subject) {
    conversation.threadSubject = subjectKey(item.subject);
    // The subject of a switching mail is ours, not the customer's.
    if (place.reason !== 'token') conversation.subject ??= item.subject?.trim() || null;
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
    conversation.status = 'open';
    conversation.resolvedAt = null;
    conversation.snoozedUntil = null;
    conversation.changed.add('status');
  }
}

import type {
  DispatchState,
  Inbound,
  InboundDeletion,
  InboundEdit,
  InboundHiding,
  InboundIdentityChange,
  InboundReaction,
  InboundSignal,
  InboundStatus,
} from '@meada/contract/channels';
import { summaryOf } from '@meada/contract/content';
import { keyAddress } from '../../customers/index.ts';
import { dispatchMoves } from '../rules.ts';
import { applyAmendmentStatus } from './amendments.ts';
import {
  type Batch,
  conversationOf,
  dispatchKey,
  externalKey,
  type KnownMessage,
  type ReadReceipt,
} from './batch.ts';
import { newIdentity, resolveSender } from './senders.ts';
import { applyThreadChange } from './threads.ts';
import { noteUndelivered } from './undelivered.ts';

/** What happens to messages and people that are there: statuses, edits, deletions, reactions, new numbers, read marks. */

const unknown = 'about a message that is not known';

function knownOf(batch: Batch, receipt: ReadReceipt, externalId: string): KnownMessage | null {
  return batch.known.get(externalKey(receipt.inbox.id, externalId)) ?? null;
}

function changed(batch: Batch, known: KnownMessage, what: string): void {
  batch.ctx.emit({
    name: 'message.changed',
    facts: { conversationId: known.conversationId, messageId: known.messageId, what },
  });
}

/** Thrown when a status came before the answer to our own request was written: the receipt waits a moment. */
export class TooEarly extends Error {}

export function applyStatus(batch: Batch, receipt: ReadReceipt, item: InboundStatus): string | null {
  const named = item.dispatchId ? batch.known.get(dispatchKey(item.dispatchId)) : undefined;
  const known = knownOf(batch, receipt, item.externalId) ?? named;
  const amended = known ? undefined : applyAmendmentStatus(batch, receipt, item);
  if (amended !== undefined) return amended;
  if (!known) throw new TooEarly(unknown);
  if (!known.dispatchId || !known.dispatchState) return 'about a message we did not send';
  if (noteUndelivered(batch, known, item)) return 'about a receiver beside';
  if (item.complaint) noteComplaint(batch, known, item.complaint);
  if (!dispatchMoves(known.dispatchState as DispatchState, item.state)) return 'older than what is known';
  // Who was told that nobody knows finds it set right where it stands, and is not rung twice.
  if (item.state === 'failed' && known.dispatchState !== 'unknown') batch.writes.lost.push(known.dispatchId);
  known.dispatchState = item.state;
  batch.writes.dispatchChanges.push({
    id: known.dispatchId,
    state: item.state,
    error_code: item.error?.code ?? null,
    error_text: item.error?.text.slice(0, 1000) ?? null,
    updated_at: batch.now,
  });
  changed(batch, known, 'dispatch');
  return null;
}

/** Called junk by its receiver. An address that is none here names nobody. */
function noteComplaint(
  batch: Batch,
  { conversationId, messageId }: KnownMessage,
  { address }: NonNullable<InboundStatus['complaint']>,
): void {
  const keyed = address && keyAddress(batch.ctx.ports.identityKinds, address.kind, address.value);
  if (address && !keyed) return;
  batch.writes.complaints.push({ conversationId, messageId, matchKey: keyed?.matchKey ?? null });
}

/** The site shows what somebody pasted there: it is published, whoever said so or not. */
export function applyShown(batch: Batch, known: KnownMessage): void {
  if (known.dispatchState !== 'by_hand' || !known.dispatchId) return;
  known.dispatchState = 'sent';
  batch.writes.dispatchChanges.push({
    id: known.dispatchId,
    state: 'sent',
    error_code: null,
    error_text: null,
    updated_at: batch.now,
  });
  batch.writes.shownMessages.push(known.messageId);
  changed(batch, known, 'dispatch');
}

export function applyEdit(batch: Batch, receipt: ReadReceipt, item: InboundEdit): string | null {
  const known = knownOf(batch, receipt, item.externalId);
  if (!known) return unknown;
  if (known.deleted) return 'deleted before';
  batch.writes.messageChanges.push({
    id: known.messageId,
    content: item.content,
    edited_at: item.at,
    deleted_at: null,
  });
  const conversation = conversationOf(batch, known.conversationId);
  conversation.preview = summaryOf(item.content) || conversation.preview;
  if (item.public) {
    const { messageId, conversationId } = known;
    batch.writes.publicEdits.push({ messageId, conversationId, matter: item.public });
  }
  changed(batch, known, 'edit');
  return null;
}

/** The customer took it back: the words go, the number and the fact stay. */
export function applyDeletion(batch: Batch, receipt: ReadReceipt, item: InboundDeletion): string | null {
  const known = knownOf(batch, receipt, item.externalId);
  if (!known) return unknown;
  known.deleted = true;
  batch.writes.messageChanges.push({
    id: known.messageId,
    content: { v: 1, kind: 'text', text: '' },
    edited_at: null,
    deleted_at: item.at,
  });
  if (!known.outbound) batch.writes.removedMessages.push(known.messageId);
  changed(batch, known, 'delete');
  return null;
}

/** The firm hid it there, or showed it again: the thread says what everybody else can read. */
export function applyHiding(batch: Batch, receipt: ReadReceipt, item: InboundHiding): string | null {
  const known = knownOf(batch, receipt, item.externalId);
  if (!known) return unknown;
  if (known.outbound) return 'about words of our own';
  batch.writes.hidings.push({ id: known.messageId, hidden_at: item.hidden ? item.at : null });
  changed(batch, known, 'hiding');
  return null;
}

export function applyReaction(batch: Batch, receipt: ReadReceipt, item: InboundReaction): string | null {
  const known = knownOf(batch, receipt, item.externalId);
  if (!known) return unknown;
  const sender = resolveSender(batch, { from: item.from, proof: 'platform' });
  batch.writes.reactions.push({
    message_id: known.messageId,
    author: `identity:${sender.identity.id}`,
    emoji: item.emoji?.slice(0, 32) ?? null,
    at: item.at,
  });
  changed(batch, known, 'reaction');
  return null;
}

/** A new number of the same human: the customer holds both, the old one is ended. */
export function applyIdentityChange(
  batch: Batch,
  _receipt: ReadReceipt,
  item: InboundIdentityChange,
): string | null {
  const from = resolveSender(batch, { from: item.from, proof: 'platform' });
  const keyed = keyAddress(batch.ctx.ports.identityKinds, item.to.kind, item.to.value);
  if (!keyed) return 'unknown kind of address';
  const held = (batch.identities.get(keyed.matchKey) ?? []).some((row) => row.verified);
  if (!held)
    newIdentity(batch, keyed, {
      proof: 'platform',
      customerId: from.identity.customerId,
      name: item.to.name,
    });
  batch.writes.identityChanges.push({
    id: from.identity.id,
    proof: 'platform',
    verified_at: batch.now,
    ended_at: batch.now,
    confidence: 1,
  });
  batch.ctx.emit({ name: 'customer.changed', facts: { customerId: from.customerId } });
  return null;
}

/** Typing goes on live only; a read mark moves forward what was sent before it. */
export function applySignal(batch: Batch, receipt: ReadReceipt, item: InboundSignal): string | null {
  if (item.signal !== 'read' || !item.upTo) return null;
  const known = knownOf(batch, receipt, item.upTo);
  if (!known?.dispatchId || !known.dispatchState) return unknown;
  return applyStatus(batch, receipt, { kind: 'status', externalId: item.upTo, state: 'read', at: item.at });
}

type Appliers = {
  [K in Exclude<Inbound['kind'], 'message'>]: (
    batch: Batch,
    receipt: ReadReceipt,
    item: Extract<Inbound, { kind: K }>,
  ) => string | null;
};

export const appliers: Appliers = {
  status: applyStatus,
  edit: applyEdit,
  deletion: applyDeletion,
  hiding: applyHiding,
  reaction: applyReaction,
  identity_change: applyIdentityChange,
  thread_change: applyThreadChange,
  signal: applySignal,
  look_up: ({ writes }, receipt, item) => {
    writes.lookUps.push({ inboxId: receipt.inbox.id, item });
    return null;
  },
  notice: ({ writes }, receipt, item) => {
    writes.notices.push({ inboxId: receipt.inbox.id, item });
    return null;
  },
  template_change: ({ writes }, receipt, item) => {
    writes.templateChanges.push({ inboxId: receipt.inbox.id, item });
    return null;
  },
  ignored: (_batch, _receipt, item) => item.reason.slice(0, 500),
};

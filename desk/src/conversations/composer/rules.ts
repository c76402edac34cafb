import type { ChannelInfo } from '@meada/contract/channels';
import type { Attachment, AttachmentKind } from '@meada/contract/content';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import type { Identity } from '@meada/contract/routes/customers';
import type { InboxRef } from '@meada/contract/routes/inboxes';
import type { Draft } from './draft.ts';

/** Why nothing can be sent now; keys of `conversations:block.<name>`. */
export type Block =
  | 'noLeg'
  | 'cannotWrite'
  | 'optedOut'
  | 'windowClosed'
  | 'holes'
  | 'tooLong'
  | 'uploading'
  | 'uploadFailed'
  | 'empty';

/** The leg a reply goes out on: the one chosen, else the one proposed, else the first. Others only when chosen. */
export function legOf(
  legs: readonly Leg[],
  chosen: string | null,
  others: readonly Leg[] = [],
): Leg | undefined {
  // A way that was opened by the first message on it is a leg by now.
  const way = newWayOf(chosen);
  const opened = (leg: Leg) =>
    leg.side === 'private' && leg.inboxId === way?.inboxId && leg.identity.id === way.identityId;
  const named = [...legs, ...others].find((leg) => leg.id === chosen) ?? legs.find(opened);
  return named ?? legs.find((leg) => leg.proposed) ?? legs[0];
}

/** Between inbox and identity in the id of a leg that is not there yet; no id of the server holds it. */
const between = '/';

/** The id of a leg that a message would open. */
export const wayId = ({ inboxId, identityId }: { inboxId: string; identityId: string }): string =>
  inboxId + between + identityId;

/** What `sendMessage` is told instead of a leg, for one that is not there yet; null for a real one. */
export function newWayOf(legId: string | null | undefined): { inboxId: string; identityId: string } | null {
  const [inboxId, identityId] = legId?.split(between) ?? [];
  return inboxId && identityId ? { inboxId, identityId } : null;
}

type Known = {
  legs: readonly Leg[];
  writtenFrom: Conversation['writtenFrom'];
  identities: readonly Identity[];
  inboxes: readonly InboxRef[];
  channels: readonly ChannelInfo[];
};

/**
 * Legs that a reply could open: the customer's other addresses, on inboxes where the firm may write first or where they
 * have written in another conversation or in public; its window goes on here.
 */
export function otherLegs({ legs, writtenFrom, identities, inboxes, channels }: Known): Leg[] {
  const taken = new Set(
    legs.filter((leg) => leg.side !== 'public').map((leg) => leg.inboxId + between + leg.identity.id),
  );
  return inboxes.flatMap((inbox) => {
    const channel = channels.find((one) => one.id === inbox.channel);
    if (!inbox.active || !channel?.capabilities.sends.includes('text')) return [];
    const { startsConversation } = channel.capabilities;
    const written = (identity: Identity) =>
      writtenFrom.find((one) => one.inboxId === inbox.id && one.identityId === identity.id);
    const kinds = new Set(channel.identityKinds?.filter((one) => !one.anonymous).map((one) => one.kind));
    return identities
      .filter((identity) => kinds.has(identity.kind) && !taken.has(inbox.id + between + identity.id))
      .filter((identity) => startsConversation || written(identity) !== undefined)
      .map((identity) => ({
        id: inbox.id + between + identity.id,
        inboxId: inbox.id,
        channel: inbox.channel,
        class: channel.capabilities.class,
        identity,
        side: 'private' as const,
        url: null,
        threadName: null,
        windowEndsAt:
          channel.capabilities.windowHours === null
            ? null
            : (written(identity)?.windowEndsAt ?? new Date(0).toISOString()),
        lastInboundAt: written(identity)?.lastInboundAt ?? null,
        proposed: false,
        joinReason: 'started_by_agent' as const,
        usedByCustomer: written(identity) !== undefined,
      }));
  });
}

/** Whether the time for free text on a leg is over. */
export const windowClosed = (leg: Leg, now: number): boolean =>
  leg.windowEndsAt !== null && Date.parse(leg.windowEndsAt) <= now;

/** A reply on this leg would move the customer away from where they wrote last. */
export function movesCustomer(legs: readonly Leg[], leg: Leg): boolean {
  // They asked to be written to there.
  if (leg.joinReason === 'kept_place' && leg.proposed) return false;
  if (!leg.usedByCustomer) return true;
  const proposed = legs.find((one) => one.proposed);
  return proposed !== undefined && proposed.channel !== leg.channel;
}

/** What is to be said above a reply on this leg, the gravest first; null when it is an ordinary one. */
export function warningOf(
  legs: readonly Leg[],
  leg: Leg,
  now: number,
): 'undeliverable' | 'windowClosed' | 'moves' | null {
  if (leg.identity.undeliverable) return 'undeliverable';
  if (windowClosed(leg, now)) return 'windowClosed';
  return movesCustomer(legs, leg) ? 'moves' : null;
}

type Facts = {
  draft: Draft;
  leg: Leg | undefined;
  channel: ChannelInfo | undefined;
  now: number;
  files: { waiting: boolean; failed: boolean; count: number };
};

/** A variable of a canned reply that nobody has filled in (as `variables.ts` of the contract reads them). */
const variable = /\{\{\s*[\p{L}_][^{}|]{0,99}(?:\|[^{}|]{0,200})?\}\}/u;

/** What stands between the draft and the customer, the gravest first. A note to colleagues knows no channel's limits. */
export function blockOf({ draft, leg, channel, now, files }: Facts): Block | null {
  if (files.waiting) return 'uploading';
  if (files.failed) return 'uploadFailed';
  if (!draft.internal) {
    if (!leg) return 'noLeg';
    if (channel?.capabilities.sends?.length === 0) return 'cannotWrite';
    if (channel?.capabilities.optOut && leg.identity.optedOutAt) return 'optedOut';
    if (windowClosed(leg, now)) return 'windowClosed';
    if (variable.test(draft.text)) return 'holes';
    if (channel && draft.text.length > channel.limits.textLength) return 'tooLong';
  }
  return draft.text.trim() === '' && files.count === 0 ? 'empty' : null;
}

/** Kind of a file by its type, as channels count them. */
export function kindOf(type: string, voice = false): AttachmentKind {
  if (voice) return 'voice';
  const family = type.split('/')[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}

/** Why a file cannot go: nothing in it, too big for the channel or not its kind. Anything goes out as a document where documents go. */
export function refusalOf(
  file: { type: string; size: number },
  channel: ChannelInfo | undefined,
  voice: boolean,
): 'empty' | 'size' | 'kind' | null {
  if (file.size === 0) return 'empty';
  if (!channel) return null;
  if (file.size > channel.limits.attachmentBytes) return 'size';
  const { sendsMedia } = channel.capabilities;
  const fits =
    sendsMedia.includes(kindOf(file.type, voice)) ||
    (voice && sendsMedia.includes('audio')) ||
    sendsMedia.includes('document');
  return fits ? null : 'kind';
}

/** Attachments as the channel takes them: as many to a message as it allows. */
export function inLots(attachments: readonly Attachment[], perMessage: number): Attachment[][] {
  const size = Math.max(1, perMessage);
  const lots: Attachment[][] = [];
  for (let from = 0; from < attachments.length; from += size) lots.push(attachments.slice(from, from + size));
  return lots;
}

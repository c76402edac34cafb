import type { Address, Inbound } from '@meada/contract/channels';
import type { Receipt, Settings } from '../../modules/inboxes/port.ts';
import { unknownAccount, unknownKind } from './arrivals.ts';
import type { Event } from './event.ts';
import { instant, line, type Raw, record, records, text } from './json.ts';
import { isOwn, parseMessage, parsePostback, parseReferral } from './parse-message.ts';
import type { Platform, Setting } from './platform.ts';
import { accountOf } from './settings.ts';

type Parser = (body: Raw, event: Event) => Inbound[];

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];

/** Key of a messaging item → who reads it; the first that is there counts. */
const parsers: [key: string, parser: Parser][] = [
  ['message', parseMessage],
  ['postback', parsePostback],
  ['reaction', parseReaction],
  ['message_edit', parseEdit],
  ['delivery', parseDelivery],
  ['read', parseRead],
  ['referral', parseReferral],
];

/**
 * Turns one receipt (usually one item of a webhook, see `splitWebhook`) into items. Throws when it is no webhook of ours
 * or an item cannot be read; what is understood and of no interest comes back as `ignored` with the reason.
 */
export function parseWebhook(platform: Platform, receipt: Receipt, settings: Settings): Inbound[] {
  const body = record(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(receipt.body)));
  if (!body || !Array.isArray(body.entry)) throw new Error(`not a webhook of ${platform.name}`);
  if (body.object !== platform.object) return unknownKind(body, receipt.receivedAt);
  const account = accountOf(settings);
  const ours = platform.accountOf(account);
  const items = records(body.entry).flatMap((entry) => {
    const at = instant(entry.time, receipt.receivedAt);
    // One address may serve several accounts of an app: here is only what no inbox takes.
    if (text(entry.id, 64) !== ours) return [unknownAccount(body.object, entry.id, receipt.receivedAt)];
    return parseEntry(platform, entry, { accountId: ours, pageId: account.pageId, at });
  });
  return items.length > 0 ? items : ignored('empty');
}

function parseEntry(platform: Platform, entry: Raw, setting: Setting): Inbound[] {
  // Conversations that another app of the page is in charge of come here only to be looked at.
  const standby = records(entry.standby).flatMap(() => ignored('standby'));
  const changes = [...records(entry.changes), ...(entry.field === undefined ? [] : [entry])];
  return [
    ...records(entry.messaging).flatMap((item) => parseMessaging({ ...setting, platform, item })),
    ...changes.flatMap((change) => parseChange(platform, change, setting)),
    ...standby,
  ];
}

function parseChange(platform: Platform, change: Raw, setting: Setting): Inbound[] {
  const field = line(change.field, 64) ?? 'unknown';
  const parser = Object.hasOwn(platform.changes, field) ? platform.changes[field] : undefined;
  return parser ? parser(record(change.value) ?? {}, setting) : ignored(`field:${field}`);
}

function parseMessaging(event: Event): Inbound[] {
  const { item, platform } = event;
  const found = parsers.find(([key]) => record(item[key]) !== undefined);
  if (!found) {
    const rest = Object.keys(item).filter((key) => !['sender', 'recipient', 'timestamp'].includes(key));
    return ignored(`event:${rest.join(',').slice(0, 200)}`);
  }
  const address = (side: unknown): Address | undefined => {
    const value = line(record(side)?.id, 64);
    return value && /^\d{1,40}$/.test(value) ? { kind: platform.addressKind, value } : undefined;
  };
  const [from, to] = [address(item.sender), address(item.recipient)];
  const [key, parser] = found;
  return parser(record(item[key]) ?? {}, { ...event, from, to, at: instant(item.timestamp, event.at) });
}

const emojiOf: Record<string, string> = {
  ...{ love: '❤️', like: '👍', dislike: '👎', smile: '😆', laugh: '😆', wow: '😮', sad: '😢', angry: '😠' },
  ...{ haha: '😆', care: '🤗', anger: '😠', sorry: '😢' },
};

/** The emoji of a reaction, given as such or by the platform's word for it. */
export function reactionEmoji(body: Raw): string {
  const word = line(body.reaction ?? body.reaction_type, 32) ?? '';
  const known = Object.hasOwn(emojiOf, word) ? emojiOf[word] : undefined;
  return line(body.emoji, 32) ?? known ?? '👍';
}

function parseReaction(body: Raw, event: Event): Inbound[] {
  const externalId = line(body.mid, 512);
  if (!externalId || !event.from) throw new Error('reaction without its message or author');
  if (isOwn(event, event.from)) return ignored('own_reaction');
  const emoji = body.action === 'unreact' ? null : reactionEmoji(body);
  return [{ kind: 'reaction', externalId, from: event.from, emoji, at: event.at }];
}

function parseEdit(body: Raw, event: Event): Inbound[] {
  const externalId = line(body.mid, 512);
  if (!externalId) throw new Error('edit without its message');
  const said = text(body.text);
  // Some messages are announced as edited for the nought time when they are new.
  if (said === undefined || body.num_edit === 0 || body.num_edit === '0') return ignored('edit_of_nothing');
  return [{ kind: 'edit', externalId, at: event.at, content: { v: 1, kind: 'text', text: said } }];
}

function parseDelivery(body: Raw, { at }: Event): Inbound[] {
  const mids = Array.isArray(body.mids) ? body.mids.slice(0, 500) : [];
  const known = mids.flatMap((mid) => line(mid, 512) ?? []);
  if (known.length === 0) return ignored('delivery_without_messages');
  return known.map((externalId) => ({ kind: 'status', externalId, state: 'delivered', at }));
}

/** One channel names the message, the other only an instant: until then everything is read. */
function parseRead(body: Raw, event: Event): Inbound[] {
  const externalId = line(body.mid, 512);
  if (!event.from) throw new Error('read mark without a reader');
  if (externalId)
    return [{ kind: 'signal', signal: 'read', from: event.from, at: event.at, upTo: externalId }];
  return [{ kind: 'signal', signal: 'read', from: event.from, at: instant(body.watermark, event.at) }];
}

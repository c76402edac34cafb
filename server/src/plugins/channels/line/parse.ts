import type { Address, Inbound, InboundAttachment, InboundMessage } from '@meada/contract/channels';
import { type AttachmentKind, Content } from '@meada/contract/content';
import {
  type Arrival,
  MalformedError,
  type RawRequest,
  type Receipt,
} from '../../../modules/inboxes/port.ts';
import { addressKind } from './manifest.ts';
import { idOf, instant, line, num, obj, objects, type Raw, str } from './read.ts';

function bodyOf(bytes: Uint8Array): Raw {
  let body: Raw | undefined;
  try {
    body = obj(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw new MalformedError('body', 'malformed: no JSON');
  }
  if (!body || !Array.isArray(body.events)) throw new MalformedError('events');
  return body;
}

/**
 * Splits a webhook into one arrival per event, by its own number, which a redelivery repeats. A request without events
 * is the platform trying the address: nothing arrives.
 */
export function arrivals(request: RawRequest): Arrival[] {
  const body = bodyOf(request.body);
  const found = objects(body.events).map((event): Arrival => {
    const id = idOf(event.webhookEventId);
    if (!id) throw new MalformedError('events.webhookEventId');
    // Whether this is the first or a further delivery is no part of what happened.
    const { deliveryContext: _, ...said } = event;
    const bytes = new TextEncoder().encode(JSON.stringify({ destination: body.destination, events: [said] }));
    return { externalId: `event:${id}`, body: bytes, headers: {}, facts: {} };
  });
  return found.filter(
    (one, index) => found.findIndex((other) => other.externalId === one.externalId) === index,
  );
}

type Parser = (event: Raw) => Inbound[];
const parsers = new Map<unknown, Parser>([
  ['message', parseMessage],
  ['postback', parsePostback],
  ['unsend', parseUnsend],
  ['follow', (event) => notice(event, 'unblocked_by_customer')],
  ['unfollow', (event) => notice(event, 'blocked_by_customer')],
  ['join', (event) => notice(event, 'added_to_group')],
  ['leave', (event) => notice(event, 'removed_from_group')],
]);

/** Turns the events of one receipt into items; an event nobody knows is ignored with its name, a damaged one throws. */
export function parse(receipt: Receipt): Inbound[] {
  const events = objects(bodyOf(receipt.body).events);
  if (events.length === 0) return [{ kind: 'ignored', reason: 'no event' }];
  return events.flatMap((event) => {
    if (event.mode === 'standby') return [{ kind: 'ignored', reason: 'another system answers this chat' }];
    const parser = parsers.get(event.type);
    return (
      parser?.(event) ?? [
        { kind: 'ignored', reason: `unknown kind of event: ${line(event.type, 64) ?? 'none'}` },
      ]
    );
  });
}

type Place = { from: Address } & Partial<Pick<InboundMessage, 'outsideThread' | 'to'>>;

/** Who wrote, and in which group; a member who hides gives no number, and is not known then. */
function placeOf(event: Raw): Place | undefined {
  const source = obj(event.source);
  const user =
    typeof source?.userId === 'string' && /^U[0-9a-f]{32}$/.test(source.userId) ? source.userId : '';
  const group = idOf(source?.groupId) ?? idOf(source?.roomId);
  if (!user) return undefined;
  const from = { kind: addressKind, value: user };
  return group ? { from, outsideThread: { kind: 'group', key: group } } : { from };
}

function parseMessage(event: Raw): Inbound[] {
  const message = obj(event.message);
  const id = idOf(message?.id);
  const place = placeOf(event);
  if (!message || !id) throw new TypeError('message: no number');
  if (!place) return [{ kind: 'ignored', reason: 'a member of a group who does not say who it is' }];
  const { content, attachments } = contentOf(message, id);
  const quoted = idOf(message.quotedMessageId);
  return [
    {
      ...{ kind: 'message', externalId: id, at: instant(event.timestamp), proof: 'platform', content },
      ...place,
      ...(attachments.length > 0 && { attachments }),
      ...(quoted && { replyTo: [quoted] }),
    },
  ];
}

type Said = { content: Content; attachments: InboundAttachment[] };
type File = { kind: AttachmentKind; type: string; ending: string };
const files = new Map<unknown, File>([
  ['image', { kind: 'image', type: 'image/jpeg', ending: 'jpg' }],
  ['video', { kind: 'video', type: 'video/mp4', ending: 'mp4' }],
  ['audio', { kind: 'audio', type: 'audio/mp4', ending: 'm4a' }],
  ['file', { kind: 'document', type: 'application/octet-stream', ending: 'bin' }],
]);

function contentOf(message: Raw, id: string): Said {
  const bare = (content: unknown): Said => ({ content: Content.parse(content), attachments: [] });
  const text = str(message.text);
  if (message.type === 'text' && text) return bare({ kind: 'text', text });
  if (message.type === 'location') {
    const [latitude, longitude] = [num(message.latitude), num(message.longitude)];
    const [name, address] = [line(message.title, 512), line(message.address, 1024)];
    return bare({
      kind: 'location',
      latitude,
      longitude,
      ...(name && { name }),
      ...(address && { address }),
    });
  }
  if (message.type === 'sticker') {
    const words = Array.isArray(message.keywords) ? (line(message.keywords[0], 100) ?? '') : '';
    return bare({ kind: 'unsupported', type: 'sticker', ...(words && { text: words }) });
  }
  const file = files.get(message.type);
  if (!file) return bare({ kind: 'unsupported', type: line(message.type, 128) ?? 'unknown' });
  return {
    content: { v: 1, kind: 'media', media: file.kind },
    attachments: [attachmentOf(message, id, file)],
  };
}

function attachmentOf(message: Raw, id: string, { kind, type, ending }: File): InboundAttachment {
  const provider = obj(message.contentProvider);
  const outside = provider?.type === 'external' ? str(provider.originalContentUrl, 2000) : undefined;
  const duration = num(message.duration);
  const size = num(message.fileSize);
  return {
    ...{ kind, type, name: line(message.fileName, 255) ?? `${kind}.${ending}` },
    // A file that lies elsewhere is fetched there; all others by the message's number.
    ref: outside && URL.canParse(outside) ? outside : id,
    ...(duration !== undefined && duration >= 0 && { seconds: duration / 1000 }),
    ...(size !== undefined && Number.isSafeInteger(size) && size >= 0 && { size }),
  };
}

/** A pressed button carries what it was given: our id, and behind it the words that were on it. */
function parsePostback(event: Raw): Inbound[] {
  const id = idOf(event.webhookEventId);
  const data = str(obj(event.postback)?.data, 1000);
  const place = placeOf(event);
  if (!id || !data || !place) throw new TypeError('postback: no number, data or user');
  const [button = '', ...label] = data.split('\t').map((part) => line(part, 500) ?? '');
  const pressed = button || line(data, 500) || '?';
  const content = Content.parse({ kind: 'button_reply', id: pressed, text: label.join(' ') || pressed });
  return [
    {
      kind: 'message',
      externalId: `postback:${id}`,
      at: instant(event.timestamp),
      proof: 'platform',
      content,
      ...place,
    },
  ];
}

function parseUnsend(event: Raw): Inbound[] {
  const externalId = idOf(obj(event.unsend)?.messageId);
  if (!externalId) throw new TypeError('unsend: no number');
  return [{ kind: 'deletion', externalId, at: instant(event.timestamp) }];
}

function notice(event: Raw, code: string): Inbound[] {
  const who = line(obj(event.source)?.userId ?? obj(event.source)?.groupId, 100) ?? '?';
  return [
    { kind: 'notice', code, text: `${who}: ${line(event.type, 32) ?? ''}`, at: instant(event.timestamp) },
  ];
}

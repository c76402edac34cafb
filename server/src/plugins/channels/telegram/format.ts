import { createHash } from 'node:crypto';
import type { OutboundMessage } from '@meada/contract/channels';
import { type Outgoing, productsInWords } from '@meada/contract/content';
import { albumsOf, wayOf } from './format-media.ts';
import { callbackPrefix, targetOf } from './ids.ts';
import { captionLimit, textLimit, uploadLimit } from './manifest.ts';
import { splitText } from './text.ts';

/** One request: fields as the Bot API names them, files by index into the message's attachments. */
export type Call = {
  method: string;
  fields: Record<string, unknown>;
  files?: { field: string; index: number }[];
};

/** The message cannot be said on this channel; nothing was sent. */
export class FormatError extends Error {
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

type InlineButton = { text: string; url?: string; callback_data?: string };
/** Rows of one keyboard: the platform's limit is 100 buttons; fewer keep the request small. */
const rowsPerKeyboard = 50;

const formatters: {
  [K in Outgoing['kind']]: (content: Extract<Outgoing, { kind: K }>, m: OutboundMessage) => Call[];
} = {
  text: (content) => texts(content.text),
  template: (content) => texts(content.text),
  location_request: (content) => texts(content.text),
  products: (content) => texts(productsInWords(content)),
  media: (content, message) => media(content.text, message),
  location: (content) => [location(content)],
  contact: (content) => content.contacts.flatMap(contact),
  buttons: (content) => keyboard(content.text, content.buttons.map(buttonOf)),
  list: (content) =>
    keyboard(
      listText(content),
      content.sections.flatMap((section) => section.rows.map(buttonOf)),
    ),
};

/**
 * The requests that say a message, in order; the first carries what it answers. Long texts become several messages,
 * pictures and the like an album. Throws FormatError for what nobody could send.
 */
export function format(message: OutboundMessage): Call[] {
  const tooBig = message.attachments.find((file) => file.size > uploadLimit);
  if (tooBig) throw new FormatError('too_big', `${tooBig.name} is larger than the 50 MB the platform takes`);
  // The union is keyed by kind above; the compiler cannot follow the pair of key and argument.
  const formatter = formatters[message.content.kind as Outgoing['kind']] as
    | ((content: Outgoing, message: OutboundMessage) => Call[])
    | undefined;
  if (!formatter) throw new FormatError('not_sendable', `${message.content.kind} cannot be sent`);
  const calls = formatter(message.content as Outgoing, message);
  // A plain content with files beside it (an agent's text with an attachment) loses none of them.
  if (message.content.kind !== 'media') calls.push(...files(undefined, message));
  if (calls.length === 0) throw new FormatError('empty', 'There is nothing in the message');
  return calls.map((call, index) => addressed(call, message, index === 0));
}

function addressed(call: Call, message: OutboundMessage, isFirst: boolean): Call {
  const { post, ...target } = targetOf(message);
  const answered = message.replyToExternalId?.startsWith(callbackPrefix)
    ? undefined
    : message.replyToExternalId;
  const [, chat, id] = /^(-?\d{1,16}):(\d{1,16})$/.exec(answered ?? '') ?? [];
  const number = chat === target.chat_id && id ? Number(id) : post;
  // The customer may have deleted it meanwhile: the answer is worth more than the quotation.
  const reply = { reply_parameters: { message_id: number, allow_sending_without_reply: true } };
  return { ...call, fields: { ...target, ...call.fields, ...(isFirst && number && reply) } };
}

const texts = (text: string): Call[] =>
  splitText(text, textLimit).map((piece) => ({ method: 'sendMessage', fields: { text: piece } }));

function media(text: string | undefined, message: OutboundMessage): Call[] {
  const caption = text?.trim() ? text : undefined;
  const isSticker = message.attachments.some((file) => wayOf(file).field === 'sticker');
  if (caption === undefined || message.attachments.length === 0)
    return [...texts(text ?? ''), ...files(undefined, message)];
  // Too long for a caption, or a sticker, which has none: the words go first, as a message of their own.
  if (caption.length > captionLimit || isSticker) return [...texts(caption), ...files(undefined, message)];
  return files(caption, message);
}

function files(caption: string | undefined, message: OutboundMessage): Call[] {
  return albumsOf(message.attachments).map((indices, order) => {
    const said = order === 0 && caption !== undefined ? { caption } : {};
    const [only = 0] = indices;
    if (indices.length > 1) return album(indices, message, said);
    const file = message.attachments[only];
    if (!file) throw new FormatError('empty', 'There is nothing in the message');
    const way = wayOf(file);
    return { method: way.method, fields: said, files: [{ field: way.field, index: only }] };
  });
}

function album(indices: number[], message: OutboundMessage, said: { caption?: string }): Call {
  const items = indices.map((index, order) => {
    const file = message.attachments[index];
    const type = file ? wayOf(file).album : 'document';
    return { type, media: `attach://file${index}`, ...(order === 0 && said) };
  });
  return {
    method: 'sendMediaGroup',
    fields: { media: items },
    files: indices.map((index) => ({ field: `file${index}`, index })),
  };
}

function location(content: Extract<Outgoing, { kind: 'location' }>): Call {
  const { latitude, longitude, name, address } = content;
  if (!name && !address) return { method: 'sendLocation', fields: { latitude, longitude } };
  // A venue must have both (Bot API, sendVenue).
  const fields = { latitude, longitude, title: name ?? address, address: address ?? name };
  return { method: 'sendVenue', fields };
}

function contact(one: Extract<Outgoing, { kind: 'contact' }>['contacts'][number]): Call[] {
  const [phone, ...more] = one.phones;
  if (!phone) return texts([one.name, one.organisation, ...one.emails].filter(Boolean).join('\n'));
  const vcard = vcardOf(one);
  const fields = {
    phone_number: phone,
    first_name: one.name || phone,
    // At most 2048 bytes (Bot API, sendContact).
    ...((one.emails.length > 0 || more.length > 0) && Buffer.byteLength(vcard) <= 2048 && { vcard }),
  };
  return [{ method: 'sendContact', fields }];
}

/** vCard 3.0 (RFC 2426), values escaped. */
function vcardOf(one: Extract<Outgoing, { kind: 'contact' }>['contacts'][number]): string {
  const escaped = (value: string) => value.replace(/[\\;,]/g, (char) => `\\${char}`).replace(/\r?\n/g, '\\n');
  const rows = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${escaped(one.name)}`,
    `N:${escaped(one.name)};;;;`,
    ...(one.organisation ? [`ORG:${escaped(one.organisation)}`] : []),
    ...one.phones.map((phone) => `TEL:${escaped(phone)}`),
    ...one.emails.map((email) => `EMAIL:${escaped(email)}`),
    'END:VCARD',
  ];
  return rows.join('\r\n');
}

/**
 * `callback_data` holds 1–64 bytes (Bot API, InlineKeyboardButton). A longer id is stood in for by its hash; the label
 * comes back with the answer in any case.
 */
export function callbackData(id: string): string {
  if (Buffer.byteLength(id) <= 64) return id;
  return `sha256:${createHash('sha256').update(id).digest('base64url')}`;
}

function buttonOf(button: { id: string; title: string; url?: string }): InlineButton {
  if (button.url) return { text: button.title, url: button.url };
  return { text: button.title, callback_data: callbackData(button.id) };
}

/** Text with the choices below its last piece; very many choices go on below further messages. */
function keyboard(text: string, buttons: InlineButton[]): Call[] {
  const calls = texts(text);
  if (calls.length === 0) calls.push({ method: 'sendMessage', fields: { text: '👇' } });
  for (let from = 0; from < buttons.length; from += rowsPerKeyboard) {
    const rows = buttons.slice(from, from + rowsPerKeyboard).map((button) => [button]);
    if (from > 0) calls.push({ method: 'sendMessage', fields: { text: '👇' } });
    const call = calls.at(-1);
    if (call) call.fields = { ...call.fields, reply_markup: { inline_keyboard: rows } };
  }
  return calls;
}

/** The platform's buttons have no headings or descriptions: where a list has them, they are said in the text. */
function listText(content: Extract<Outgoing, { kind: 'list' }>): string {
  const isPlain = content.sections.every((section) => section.rows.every((row) => !row.description));
  if (isPlain && content.sections.length < 2) return content.text;
  const sections = content.sections.map((section) => {
    const rows = section.rows.map((row) =>
      row.description ? `• ${row.title}: ${row.description}` : `• ${row.title}`,
    );
    return [section.title, ...rows].filter(Boolean).join('\n');
  });
  return [content.text, ...sections].join('\n\n');
}

import type { InboundAttachment } from '@meada/contract/channels';
import { Content } from '@meada/contract/content';
import { minorUnits } from './money.ts';
import { parseInteractive } from './parse-interactive.ts';
import { parseMedia } from './parse-media.ts';
import type { ContentOptions, Parsed } from './parsed.ts';
import { defined, line, number, type Raw, record, records, text } from './read.ts';

type Parser = (body: Raw, message: Raw, options: ContentOptions) => Parsed | undefined;

/** Message types that carry content; what is not here becomes `unsupported`, kept and shown as such. */
const parsers: Record<string, Parser> = {
  text: (body) => ({ content: { kind: 'text', text: text(body.body) ?? '' } }),
  image: parseMedia,
  audio: parseMedia,
  voice: parseMedia,
  video: parseMedia,
  document: parseMedia,
  sticker: parseMedia,
  location: parseLocation,
  contacts: parseContacts,
  interactive: parseInteractive,
  button: parseButton,
  order: parseOrder,
};

/** Content and attachments of a message; never throws, what the contract refuses becomes `unsupported`. */
export function contentOf(
  message: Raw,
  options: ContentOptions = {},
): { content: Content; attachments: InboundAttachment[] } {
  const type = line(message.type, 64) ?? 'unknown';
  const parser = Object.hasOwn(parsers, type) ? parsers[type] : undefined;
  const parsed = parser?.(record(message[type]) ?? {}, message, options);
  const content = parsed && Content.safeParse(parsed.content);
  if (content?.success) return { content: content.data, attachments: parsed?.attachments ?? [] };
  return { content: unsupported(type, message), attachments: [] };
}

function unsupported(type: string, message: Raw): Content {
  // An "unsupported" message says in its own object what it would have been (poll, video note …).
  const inner = line(record(message.unsupported)?.type, 64);
  const words = text(record(message[type])?.body, 4096) ?? text(record(message[type])?.caption, 4096);
  return Content.parse(defined({ kind: 'unsupported', type: inner ?? type, text: words }));
}

function parseLocation(body: Raw): Parsed {
  const content = {
    kind: 'location',
    latitude: number(body.latitude),
    longitude: number(body.longitude),
    name: line(body.name, 512),
    address: line(body.address, 1024),
  };
  return { content: defined(content) };
}

function parseContacts(_: Raw, message: Raw): Parsed {
  const contacts = records(message.contacts).map((contact) => {
    const name = record(contact.name) ?? {};
    const phones = records(contact.phones).map((one) => line(one.phone, 64) ?? line(one.wa_id, 64));
    const emails = records(contact.emails).map((one) => line(one.email, 320));
    const known = (found: (string | undefined)[]) => found.filter((one) => one !== undefined).slice(0, 50);
    return defined({
      name: line(name.formatted_name, 512) ?? line(name.first_name, 512) ?? known(phones)[0] ?? '',
      phones: known(phones),
      emails: known(emails),
      organisation: line(record(contact.org)?.company, 512),
    });
  });
  return { content: { kind: 'contact', contacts } };
}

/** Quick reply of a template: what was on the button, and its payload. */
function parseButton(body: Raw): Parsed {
  const words = text(body.text, 4096) ?? text(body.payload, 4096) ?? '';
  return {
    content: { kind: 'button_reply', id: line(body.payload, 1024) ?? line(words, 1024) ?? '', text: words },
  };
}

/** A cart sent from the catalogue; prices come in units of the currency and leave in minor units. */
function parseOrder(body: Raw): Parsed {
  const items = records(body.product_items).map((item) => {
    const currency = line(item.currency, 3);
    return {
      sku: line(item.product_retailer_id, 256) ?? '',
      quantity: number(item.quantity),
      price: minorUnits(number(item.item_price), currency),
      currency,
    };
  });
  const content = { kind: 'order', text: text(body.text), catalogue: line(body.catalog_id, 256), items };
  return { content: defined(content) };
}

import type { OutboundMessage } from '@meada/contract/channels';
import type { ButtonsContent, ListContent, LocationContent, Outgoing } from '@meada/contract/content';
import type { z } from 'zod';
import { piecesOf, plainTextOf } from '../plain-text.ts';
import { quickLimits, textLimit } from './manifest.ts';

/** A message object as the platform names it. */
export type Piece = { type: string } & Record<string, unknown>;

/** What a customer can press; labels are cut on the button, never in the answer. */
type Choice = { id: string; title: string; url?: string };

const texts = (text: string): Piece[] =>
  piecesOf(text, textLimit).map((piece) => ({ type: 'text', text: piece }));

/** Up to 13 choices become quick replies below the last piece; more, or longer ones than a button shows, are words. */
function choices(words: string, options: Choice[]): Piece[] {
  const pieces = texts(words);
  const last = pieces.at(-1);
  const fits =
    options.length <= quickLimits.buttons && options.every(({ id, title }) => dataOf(id, title) !== null);
  if (!last || !fits) return pieces;
  return [...pieces.slice(0, -1), { ...last, quickReply: { items: options.map(itemOf) } }];
}

/** Our id and the words, so that the answer says both; null when the platform's 300 characters do not hold them. */
function dataOf(id: string, title: string): string | null {
  const data = `${id}\t${title}`;
  return data.length <= quickLimits.data && id !== '' && !id.includes('\t') ? data : null;
}

function itemOf({ id, title, url }: Choice) {
  const label =
    title.length > quickLimits.label ? `${title.slice(0, quickLimits.label - 1).toWellFormed()}…` : title;
  const action = url
    ? { type: 'uri', label, uri: url }
    : { type: 'postback', label, data: dataOf(id, title), displayText: title.slice(0, 300).toWellFormed() };
  return { type: 'action', action };
}

function location({ latitude, longitude, name, address }: z.infer<typeof LocationContent>): Piece[] {
  const title = (name ?? address ?? `${latitude}, ${longitude}`).slice(0, 100).toWellFormed();
  const where = (address ?? title).slice(0, 100).toWellFormed();
  return [{ type: 'location', title, address: where, latitude, longitude }];
}

const buttons = (content: z.infer<typeof ButtonsContent>): Piece[] =>
  choices(plainTextOf(content), content.buttons);
const list = (content: z.infer<typeof ListContent>): Piece[] =>
  choices(
    plainTextOf(content),
    content.sections.flatMap((section) => section.rows),
  );

/** Kinds without a form of their own say their words. */
const formatters: { [K in Outgoing['kind']]?: (content: Extract<Outgoing, { kind: K }>) => Piece[] } = {
  ...{ location, buttons, list },
};

const shown = /^image\/(jpeg|png)$/;

/** The message objects of a message, in order (pure): words first, then the pictures, which the platform fetches itself. */
export function format(message: OutboundMessage): Piece[] {
  const { content, attachments } = message;
  const write = Object.hasOwn(formatters, content.kind)
    ? formatters[content.kind as Outgoing['kind']]
    : undefined;
  // The union is keyed by kind above; the compiler cannot follow the pair of key and argument.
  const said = write
    ? (write as (content: OutboundMessage['content']) => Piece[])(content)
    : texts(plainTextOf(content));
  const pictures = attachments.map(({ name, type, url }): Piece => {
    if (!url) return { type: 'text', text: name.slice(0, textLimit).toWellFormed() || '…' };
    if (!shown.test(type.toLowerCase()))
      return { type: 'text', text: `${name.slice(0, 500).toWellFormed()}\n${url}` };
    return { type: 'image', originalContentUrl: url, previewImageUrl: url };
  });
  return [...said, ...pictures];
}

import type { OutboundMessage } from '@meada/contract/channels';
import type { Button, Outgoing } from '@meada/contract/content';
import type { z } from 'zod';
import { piecesOf, plainTextOf } from '../channels/plain-text.ts';
import type { Platform } from './platform.ts';

/** One call: the `message` object, or which attachment is to be uploaded first. */
export type Draft = { message: Record<string, unknown> } | { attachment: number };

type Choice = z.infer<typeof Button>;

/** Limits of the Send API: quick replies 13, titles 20, payloads 1000; button templates 3 buttons and 640 characters. */
const quickRepliesAtMost = 13;
const titleLength = 20;
const payloadLength = 1000;
const templateButtons = 3;
const templateText = 640;

/** The calls of a private message, in order (pure). Kinds that cannot be sent as they are become words. */
export function format(platform: Platform, message: OutboundMessage): Draft[] {
  const { content } = message;
  const files: Draft[] = message.attachments.map((_, attachment) => ({ attachment }));
  const choices = choicesOf(content as Outgoing);
  const said = choices && inline(platform, choices);
  if (said) return [...files, ...said];
  const text = content.kind === 'media' ? (content.text ?? '') : plainTextOf(content);
  return [...files, ...platform.pieces(text).map((piece) => ({ message: { text: piece } }))];
}

type Choices = { text: string; buttons: Choice[] };

function choicesOf(content: Outgoing): Choices | null {
  if (content.kind === 'buttons') return content;
  if (content.kind !== 'list') return null;
  const rows = content.sections.flatMap((section) => section.rows);
  // A row's description has no place on a quick reply: such a list is told in words.
  return rows.some((row) => row.description) ? null : { text: content.text, buttons: rows };
}

/** Choices as buttons, where they fit; null: they are written out. */
function inline(platform: Platform, { text, buttons }: Choices): Draft[] | null {
  const fits = ({ id, title }: Choice) => title.length <= titleLength && id.length <= payloadLength;
  const before = platform.pieces(text);
  const last = before.pop();
  if (last === undefined || buttons.length === 0 || !buttons.every(fits)) return null;
  const said = before.map((piece) => ({ message: { text: piece } }));
  if (buttons.every((button) => !button.url)) {
    if (buttons.length > quickRepliesAtMost) return null;
    const replies = buttons.map(({ id, title }) => ({ content_type: 'text', title, payload: id }));
    return [...said, { message: { text: last, quick_replies: replies } }];
  }
  if (buttons.length > templateButtons || last.length > templateText) return null;
  const payload = {
    template_type: 'button',
    text: last,
    buttons: buttons.map(({ id, title, url }) =>
      url ? { type: 'web_url', title, url } : { type: 'postback', title, payload: id },
    ),
  };
  return [...said, { message: { attachment: { type: 'template', payload } } }];
}

/** Words of at most `max` bytes in UTF-8 each, no character torn. */
export function bytePieces(text: string, max: number): string[] {
  return piecesOf(text, max).flatMap((piece) => {
    const bytes = Buffer.byteLength(piece);
    if (bytes <= max) return [piece];
    const shorter = Math.max(1, Math.min(piece.length - 1, Math.floor((piece.length * max) / bytes)));
    return piecesOf(piece, shorter).flatMap((part) =>
      part.length < piece.length ? bytePieces(part, max) : [part],
    );
  });
}

/** What a public answer says (pure): one text, since a thread of comments is no place for parts. */
export function publicText(message: OutboundMessage): string {
  const { content } = message;
  return content.kind === 'media' ? (content.text ?? '').trim() : plainTextOf(content);
}

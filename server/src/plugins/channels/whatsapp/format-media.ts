import type { OutboundMessage } from '@meada/contract/channels';
import type { AttachmentKind, Outgoing } from '@meada/contract/content';
import { type Draft, formatText } from './draft.ts';

type Attachment = OutboundMessage['attachments'][number];
type MediaType = 'image' | 'audio' | 'video' | 'sticker' | 'document';

const mebibyte = 1024 * 1024;

/** What may go as which media type, and how large (Cloud API, supported media types). */
const accepted: Record<Exclude<MediaType, 'document'>, { types: string[]; bytes: number }> = {
  image: { types: ['image/jpeg', 'image/png'], bytes: 5 * mebibyte },
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], bytes: 16 * mebibyte },
  video: { types: ['video/mp4', 'video/3gpp'], bytes: 16 * mebibyte },
  sticker: { types: ['image/webp'], bytes: 500 * 1024 },
};

const wanted: Record<AttachmentKind, MediaType> = {
  image: 'image',
  audio: 'audio',
  voice: 'audio',
  video: 'video',
  sticker: 'sticker',
  document: 'document',
};

/** Longest caption under a file; a longer text goes before it as a message of its own. */
const captionLength = 1024;
const captioned = new Set<MediaType>(['image', 'video', 'document']);

/** The type an attachment can be sent as: what it is if the platform takes it so, else a document. */
export function mediaTypeOf({ kind, type, size }: Pick<Attachment, 'kind' | 'type' | 'size'>): MediaType {
  const want = wanted[kind];
  if (want === 'document') return want;
  const { types, bytes } = accepted[want];
  return types.includes(type.split(';')[0]?.trim() ?? '') && size <= bytes ? want : 'document';
}

/** One call per file; the text is the first file's caption where it fits. */
export function formatMedia(
  { text = '', media }: Extract<Outgoing, { kind: 'media' }>,
  { attachments }: OutboundMessage,
): Draft[] {
  const types = attachments.map(mediaTypeOf);
  const asCaption = types[0] !== undefined && captioned.has(types[0]) && text.length <= captionLength;
  const files = attachments.map((attachment, i): Draft => {
    const type = types[i] ?? 'document';
    const caption = i === 0 && asCaption && text.trim() ? { caption: text } : {};
    const name = type === 'document' ? { filename: attachment.name } : {};
    const voice =
      type === 'audio' && (attachment.kind === 'voice' || media === 'voice') ? { voice: true } : {};
    return { type, body: { ...caption, ...name, ...voice }, attachment: i };
  });
  return asCaption ? files : [...formatText(text), ...files];
}

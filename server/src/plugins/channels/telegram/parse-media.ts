import type { InboundAttachment } from '@meada/contract/channels';
import type { AttachmentKind } from '@meada/contract/content';
import { count, line, num, obj, objects, type Raw } from './read.ts';

type Media = { kind: AttachmentKind; type: string; extension: string };

/**
 * Message field → what it is when the platform does not say more. The order matters: a message with an animation also
 * carries `document`, one with a live photo also `photo` (Bot API, Message, "for backward compatibility").
 */
const mediaFields: Record<string, Media> = {
  live_photo: { kind: 'image', type: 'image/jpeg', extension: 'jpg' },
  photo: { kind: 'image', type: 'image/jpeg', extension: 'jpg' },
  animation: { kind: 'video', type: 'video/mp4', extension: 'mp4' },
  voice: { kind: 'voice', type: 'audio/ogg', extension: 'ogg' },
  audio: { kind: 'audio', type: 'audio/mpeg', extension: 'mp3' },
  video: { kind: 'video', type: 'video/mp4', extension: 'mp4' },
  video_note: { kind: 'video', type: 'video/mp4', extension: 'mp4' },
  sticker: { kind: 'sticker', type: 'image/webp', extension: 'webp' },
  document: { kind: 'document', type: 'application/octet-stream', extension: 'bin' },
};

/** The attachment of a message, or undefined when it has none. A file without a handle cannot be fetched: throws. */
export function attachmentOf(message: Raw): InboundAttachment | undefined {
  for (const [field, media] of Object.entries(mediaFields)) {
    if (message[field] === undefined) continue;
    const file = fileOf(field, message[field]);
    const ref = line(file?.file_id, 4000);
    if (!file || !ref) throw new TypeError(`${field}: no file`);
    return describeFile(file, ref, field === 'sticker' ? stickerMedia(file, media) : media);
  }
  return undefined;
}

function describeFile(file: Raw, ref: string, media: Media): InboundAttachment {
  const type = line(file.mime_type, 300)?.toLowerCase() ?? media.type;
  const id = (line(file.file_unique_id, 64) ?? 'file').replace(/[^\w-]/g, '');
  const isGif = media.kind === 'video' && type === 'image/gif';
  return {
    kind: isGif ? 'image' : media.kind,
    name: line(file.file_name, 255) ?? line(file.title, 200) ?? `${media.kind}-${id}.${media.extension}`,
    type,
    ref,
    ...optional('size', count(file.file_size)),
    ...optional('seconds', seconds(file.duration)),
  };
}

/** Photos come in several sizes: the largest is wanted. A live photo counts as its still. */
function fileOf(field: string, value: unknown): Raw | undefined {
  if (field === 'photo') return largest(objects(value));
  if (field === 'live_photo') return largest(objects(obj(value)?.photo)) ?? obj(value);
  return obj(value);
}

function largest(sizes: Raw[]): Raw | undefined {
  const area = (size: Raw) => (num(size.width) ?? 0) * (num(size.height) ?? 0);
  return [...sizes].sort((a, b) => area(b) - area(a))[0];
}

/** Animated stickers are Lottie files (.tgs), video stickers WebM (Bot API, Sticker). */
function stickerMedia(sticker: Raw, still: Media): Media {
  if (sticker.is_video === true) return { ...still, type: 'video/webm', extension: 'webm' };
  if (sticker.is_animated === true) return { ...still, type: 'application/x-tgsticker', extension: 'tgs' };
  return still;
}

const seconds = (value: unknown) => {
  const duration = num(value);
  return duration !== undefined && duration >= 0 ? duration : undefined;
};
const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

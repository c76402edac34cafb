import type { AttachmentKind } from '@meada/contract/content';
import type { ContentOptions, Parsed } from './parsed.ts';
import { defined, line, type Raw, text } from './read.ts';

/** Type and file ending where the platform names none. */
const defaults: Record<AttachmentKind, { type: string; ending: string }> = {
  image: { type: 'image/jpeg', ending: 'jpg' },
  audio: { type: 'audio/mpeg', ending: 'mp3' },
  voice: { type: 'audio/ogg', ending: 'ogg' },
  video: { type: 'video/mp4', ending: 'mp4' },
  document: { type: 'application/octet-stream', ending: 'bin' },
  sticker: { type: 'image/webp', ending: 'webp' },
};

/** Endings people know for the types the platform sends. */
const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'application/pdf': 'pdf',
};

/**
 * Image, audio, voice, video, document or sticker. The bytes are fetched later by the media id. An edit changes the
 * caption only and carries no file; a message without an id is unreadable (undefined).
 */
export function parseMedia(body: Raw, message: Raw, { edited }: ContentOptions): Parsed | undefined {
  const media = kindOf(message, body);
  const content = defined({ kind: 'media', media, text: text(body.caption) });
  const ref = line(body.id, 512);
  if (edited) return { content };
  if (!media || !ref) return undefined;
  const type = line(body.mime_type, 255) ?? defaults[media].type;
  const ending = endings[type.split(';')[0] ?? ''] ?? defaults[media].ending;
  const name = line(body.filename, 255) ?? `${media}.${ending}`;
  return { content, attachments: [{ kind: media, name, type, ref }] };
}

function kindOf(message: Raw, body: Raw): AttachmentKind | undefined {
  if (message.type === 'audio' && body.voice === true) return 'voice';
  const type = line(message.type, 64) ?? '';
  return Object.hasOwn(defaults, type) ? (type as AttachmentKind) : undefined;
}

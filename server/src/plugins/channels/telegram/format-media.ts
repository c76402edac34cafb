import type { OutboundMessage } from '@meada/contract/channels';
import type { AttachmentKind } from '@meada/contract/content';
import { photoLimit } from './manifest.ts';

export type OutboundFile = OutboundMessage['attachments'][number];

/** Method and field a file is sent by, and the kind of album it may be part of. */
export type Way = { method: string; field: string; album?: 'photo' | 'video' | 'audio' | 'document' };

const document: Way = { method: 'sendDocument', field: 'document', album: 'document' };
const photo: Way = { method: 'sendPhoto', field: 'photo', album: 'photo' };
const video: Way = { method: 'sendVideo', field: 'video', album: 'video' };
const audio: Way = { method: 'sendAudio', field: 'audio', album: 'audio' };
const voice: Way = { method: 'sendVoice', field: 'voice' };
const animation: Way = { method: 'sendAnimation', field: 'animation' };
const sticker: Way = { method: 'sendSticker', field: 'sticker' };

/**
 * What the platform shows as such (Bot API, sendPhoto, sendVoice, sendAudio, sendVideo, sendSticker); every other
 * type, and a picture above 10 MB, goes as a document, which takes anything.
 */
const ways: Record<AttachmentKind, Record<string, Way>> = {
  image: { 'image/jpeg': photo, 'image/png': photo, 'image/webp': photo, 'image/gif': animation },
  voice: {
    'audio/ogg': voice,
    'audio/opus': voice,
    'audio/mpeg': voice,
    'audio/mp4': voice,
    'audio/x-m4a': voice,
  },
  audio: { 'audio/mpeg': audio, 'audio/mp4': audio, 'audio/x-m4a': audio },
  video: { 'video/mp4': video },
  sticker: { 'image/webp': sticker, 'video/webm': sticker, 'application/x-tgsticker': sticker },
  document: {},
};

/** The way a file is sent. */
export function wayOf(file: Pick<OutboundFile, 'kind' | 'type' | 'size'>): Way {
  const type = file.type.toLowerCase().split(';')[0]?.trim() ?? '';
  const way = ways[file.kind][type] ?? document;
  return way === photo && file.size > photoLimit ? document : way;
}

/**
 * Neighbouring files that may travel as one album: pictures and videos mixed, audio only with audio, documents only
 * with documents, 2–10 of them (Bot API, sendMediaGroup). Indices into `files`, in order.
 */
export function albumsOf(files: OutboundFile[]): number[][] {
  const groups: { family: string | undefined; indices: number[] }[] = [];
  files.forEach((file, index) => {
    const album = wayOf(file).album;
    const family = album === 'video' ? 'photo' : album;
    const last = groups.at(-1);
    if (last && family !== undefined && last.family === family && last.indices.length < 10)
      last.indices.push(index);
    else groups.push({ family, indices: [index] });
  });
  return groups.map((group) => group.indices);
}

import type { AttachmentKind } from '@meada/contract/content';
import { fileTypeFromBuffer } from 'file-type';
import { measureImage } from './images.ts';

/** What a file is by its bytes; its name and what the sender calls it count for nothing (LESSONS 3, 19, 21). */
export type Sniffed = {
  type: string;
  kind: Exclude<AttachmentKind, 'sticker' | 'voice'>;
  width: number | null;
  height: number | null;
};

/** Pictures a browser shows and our image library opens. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Names a browser understands for what file-type calls otherwise. */
const sameAs: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'video/x-m4v': 'video/mp4',
  'image/apng': 'image/png',
  'application/ogg': 'audio/ogg',
  'audio/ogg; codecs=opus': 'audio/ogg',
};

/** Finds type and kind. A "picture" that does not open as one is a document of no known type (polyglots). */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const raw = found?.mime ?? textTypeOf(bytes);
  const type = sameAs[raw] ?? raw.split(';')[0]?.trim() ?? 'application/octet-stream';
  if (pictures.has(type)) {
    const size = await measureImage(bytes, 'image');
    if (!size) return { type: 'application/octet-stream', kind: 'document', width: null, height: null };
    return { type, kind: 'image', ...size };
  }
  const kind = type.startsWith('audio/') ? 'audio' : type.startsWith('video/') ? 'video' : 'document';
  return { type, kind, width: null, height: null };
}

const lookAt = 4096;

/** Texts: HTML and SVG are called so (and never shown as such); other well-formed UTF-8 is plain text. */
function textTypeOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'application/octet-stream';
  const head = bytes.subarray(0, lookAt);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
  } catch {
    return 'application/octet-stream';
  }
  if (text.includes('\u0000')) return 'application/octet-stream';
  if (/<svg[\s>:]/i.test(text)) return 'image/svg+xml';
  if (/<(!doctype\s+html|html|head|body|script|iframe|meta|base)[\s>/]/i.test(text)) return 'text/html';
  return 'text/plain';
}

/** What may be shown inside a page; everything else is only ever downloaded. */
const inlineTypes = new Set([
  ...pictures,
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/ogg',
  'audio/opus',
  'audio/wav',
  'audio/webm',
  'audio/flac',
  'audio/amr',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'video/ogg',
  'application/pdf',
]);
export const showsInline = (type: string): boolean => inlineTypes.has(type);

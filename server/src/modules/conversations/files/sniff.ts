import { open } from 'node:fs/promises';
import type { AttachmentKind } from '@meada/contract/content';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import { type ImageSource, measureImage } from './images.ts';

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
export async function sniff(source: ImageSource): Promise<Sniffed> {
  const finding = typeof source === 'string' ? fileTypeFromFile(source) : fileTypeFromBuffer(source);
  const found = await finding.catch(() => undefined);
  const raw = found?.mime ?? textTypeOf(await headOf(source));
  const type = sameAs[raw] ?? raw.split(';')[0]?.trim() ?? 'application/octet-stream';
  if (pictures.has(type)) {
    const size = await measureImage(source, 'image');
    if (!size) return { type: 'application/octet-stream', kind: 'document', width: null, height: null };
    return { type, kind: 'image', ...size };
  }
  const kind = type.startsWith('audio/') ? 'audio' : type.startsWith('video/') ? 'video' : 'document';
  return { type, kind, width: null, height: null };
}

const lookAt = 4096;

/** The first bytes of a file, or of what is in memory. */
async function headOf(source: ImageSource): Promise<Uint8Array> {
  if (typeof source !== 'string') return source.subarray(0, lookAt);
  const file = await open(source);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(lookAt), 0, lookAt, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Texts: HTML and SVG are called so (and never shown as such); other well-formed UTF-8 is plain text. */
function textTypeOf(head: Uint8Array): string {
  if (head.length === 0) return 'application/octet-stream';
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

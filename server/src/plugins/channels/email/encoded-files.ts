import type { MailPart } from './mail.ts';

/** Files that older programs put into the words of a mail: uuencode (POSIX) and yEnc. Linear; bounded. */

const begin = /^begin(?:-base64)? [0-7]{3,4} (\S.{0,250}?)\s*$/;
const yBegin = /^=ybegin [^\n]{0,200}\bname=(.{1,250}?)\s*$/;
const maxFiles = 50;

/** The words without such files, and the files. */
export function takeEncodedFiles(text: string): { text: string; files: MailPart[] } {
  if (!/^(?:begin(?:-base64)? [0-7]{3,4} |=ybegin )/m.test(text)) return { text, files: [] };
  const lines = text.split('\n');
  const kept: string[] = [];
  const files: MailPart[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const found = files.length < maxFiles ? (uuencoded(lines, at) ?? yEncoded(lines, at)) : null;
    if (!found) {
      kept.push(line);
      continue;
    }
    files.push(found.file);
    at = found.last;
  }
  return { text: kept.join('\n'), files };
}

type Found = { file: MailPart; last: number };

function uuencoded(lines: string[], at: number): Found | null {
  const opening = begin.exec(lines[at] ?? '');
  if (!opening) return null;
  const chunks: Buffer[] = [];
  const base64 = (lines[at] ?? '').startsWith('begin-base64');
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? '';
    if (/^(?:end|====)\s*$/.test(line)) return { file: fileOf(opening[1] ?? '', chunks), last: next };
    const chunk = base64 ? Buffer.from(line, 'base64') : uuLine(line);
    if (!chunk) return null;
    chunks.push(chunk);
  }
  return null;
}

/** One line: a length letter, then groups of four letters for three bytes; trailing blanks may be lost on the way. */
function uuLine(line: string): Buffer | null {
  if (line.trim() === '' || line === '`') return Buffer.alloc(0);
  const value = (index: number) => ((line.charCodeAt(index) || 32) - 32) & 63;
  const length = value(0);
  const groups = Math.ceil(length / 3);
  if (line.length > 1 + groups * 4 + 2 || !/^[ -`]+$/.test(line)) return null;
  const bytes = Buffer.alloc(groups * 3);
  for (let group = 0; group < groups; group++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((offset) => value(1 + group * 4 + offset)) as [
      number,
      number,
      number,
      number,
    ];
    bytes[group * 3] = (a << 2) | (b >> 4);
    bytes[group * 3 + 1] = ((b & 15) << 4) | (c >> 2);
    bytes[group * 3 + 2] = ((c & 3) << 6) | d;
  }
  return bytes.subarray(0, length);
}

/** yEnc wants eight clean bits: what a text decoder has changed cannot be had back, so only such files are taken. */
function yEncoded(lines: string[], at: number): Found | null {
  const opening = yBegin.exec(lines[at] ?? '');
  if (!opening) return null;
  const bytes: number[] = [];
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? '';
    if (line.startsWith('=yend')) return { file: fileOf(opening[1] ?? '', [Buffer.from(bytes)]), last: next };
    if (line.startsWith('=ypart')) continue;
    for (let index = 0; index < line.length; index++) {
      const escaped = line[index] === '=';
      const code = line.charCodeAt(escaped ? ++index : index);
      if (code > 255) return null;
      bytes.push((code - 42 - (escaped ? 64 : 0)) & 255);
    }
  }
  return null;
}

const types: Record<string, string> = {
  txt: 'text/plain',
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
};

/** Media type by the ending of a name, for files that come without one. */
export const typeByName = (name: string): string =>
  types[name.toLowerCase().split('.').at(-1) ?? ''] ?? 'application/octet-stream';

const fileOf = (name: string, chunks: Buffer[]): MailPart => ({
  name,
  type: typeByName(name),
  disposition: 'attachment',
  contentId: '',
  related: false,
  bytes: new Uint8Array(Buffer.concat(chunks)),
});

import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/**
 * Which alphabet a text really has. The platform's decoder knows what browsers know; older mail has more (UTF-7, the
 * code pages of DOS and the Mac), and what a mail says about itself is often wrong.
 */
const lf = 10;
const unnamed =
  /^(?:utf-?8|us-?ascii|ascii|ansi_x3\S*|unknown(?:-8bit)?|x-unknown|default|none|binary|8bit|7bit)?$/i;
const odd =
  /^(?:x-)?(?:unicode-1-1-)?(?:utf-?7(?:-imap)?|utf-?32(?:le|be)?|(?:cp|ibm|dos|oem|pc)[-_]?(?:437|720|737|775|808|85[0-9]|86[0-9])|mac-?\w{3,12}|hz(?:-gb-?2312)?|koi8-?(?:ru|t)|armscii-?8|viscii|tcvn\w{0,6}|hp-?roman8|iso-ir-\d{1,3})$/i;
const windows1252 = new TextDecoder('windows-1252');

/** UTF-8 and what people write where they mean nothing in particular. */
export const saysNothing = (charset: string): boolean => unnamed.test(charset);

/** True for alphabets the mail library would read as Windows-1252. */
export const isOdd = (charset: string): boolean => odd.test(charset) && iconvName(charset) !== null;

function iconvName(charset: string): string | null {
  const bare = charset
    .toLowerCase()
    .replace(/^x-/, '')
    .replace(/^unicode-1-1-/, '')
    .replace(/^utf-?7.*$/, 'utf-7')
    .replace(/^(?:dos|oem|pc|ibm|cp)[-_]?(\d{3})$/, 'cp$1')
    .replace(/^hz.*$/, 'hzgb2312');
  return [bare, bare.replaceAll('-', '')].find((name) => iconv.encodingExists(name)) ?? null;
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(charset.toLowerCase().replace(/^(?:x-)?cp-?125/, 'windows-125'), { fatal: true });
  } catch {
    return null;
  }
}

/** Reads with the alphabet said; null when it is unknown or the bytes are none of it. */
export function decodeAs(bytes: Uint8Array, charset: string): string | null {
  const name = odd.test(charset) ? iconvName(charset) : null;
  if (name) return iconv.decode(Buffer.from(bytes), name);
  try {
    return decoderOf(charset)?.decode(bytes) ?? null;
  } catch {
    return null;
  }
}

/** Japanese in seven bits announces itself by escape sequences. */
export function hasJapaneseEscapes(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.includes('\u001b$B') || buffer.includes('\u001b$@');
}

/**
 * Bytes of a text as UTF-8: with the alphabet they have, or line by line with the one hinted at, or else as
 * Windows-1252, a superset of Latin-1 in practice. The same object when nothing had to be done.
 */
export function toUtf8(bytes: Uint8Array, hint = ''): Uint8Array {
  if (hasJapaneseEscapes(bytes) && isAscii(bytes))
    return Buffer.from(decodeAs(bytes, 'iso-2022-jp') ?? windows1252.decode(bytes));
  if (isUtf8(bytes)) return bytes;
  const read = (line: Uint8Array) =>
    (saysNothing(hint) ? null : decodeAs(line, hint)) ?? windows1252.decode(line);
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(lf, from);
    const to = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(from, to);
    parts.push(isUtf8(line) ? line : Buffer.from(read(line)));
    from = to;
  }
  return Buffer.concat(parts);
}

const encodedWord = /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?\r\n]{0,2000})\?=/gi;

/** Encoded words (RFC 2047) in alphabets the library does not know, written again in UTF-8. */
export function withoutOddWords(head: string): string {
  return head.replace(encodedWord, (...found) => {
    const [word, charset, way, text] = found as string[] as [string, string, string, string];
    if (!isOdd(charset)) return word;
    const bytes =
      way.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : unquoted(text.replaceAll('_', ' '));
    return `=?utf-8?B?${Buffer.from(decodeAs(bytes, charset) ?? '').toString('base64')}?=`;
  });
}

/** Quoted-printable (RFC 2045 §6.7) to bytes; what is no escape stays as it is. */
export function unquoted(text: string): Buffer {
  return Buffer.from(
    text
      .replace(/=[ \t]{0,20}\r?\n/g, '')
      .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
}

/** Up to the first NUL, as programs of the time ended their texts. */
export const untilNul = (text: string): string => text.split('\0', 1)[0] ?? '';

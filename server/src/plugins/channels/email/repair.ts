import { isAscii, isUtf8 } from 'node:buffer';

/**
 * What real mail does to its own encoding, put right before and after the library reads it. Nothing here parses MIME:
 * bytes are made readable, text that was read with the wrong alphabet is read again.
 */

const lf = 10;
const cr = 13;

/** Where the header block ends (index of the first byte of the body); the length when there is no blank line. */
export function bodyStart(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== lf) continue;
    if (bytes[at + 1] === lf) return at + 2;
    if (bytes[at + 1] === cr && bytes[at + 2] === lf) return at + 3;
  }
  return bytes.length;
}

/** Bytes the library can read: line ends, 8-bit headers, bodies that are Latin-1 but say UTF-8 or nothing. */
export function repaired(bytes: Uint8Array): Uint8Array {
  const lines = withLineFeeds(bytes);
  if (isAscii(lines) || isUtf8(lines)) return lines;
  const start = bodyStart(lines);
  const header = toUtf8(lines.subarray(0, start));
  const body = lines.subarray(start);
  return Buffer.concat([header, declaresOtherCharset(lines) ? body : toUtf8(body)]);
}

/** Old Macs and broken gateways end lines with CR alone: then the whole mail would be one header line. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(lf) || !bytes.includes(cr)) return bytes;
  return bytes.map((byte) => (byte === cr ? lf : byte));
}

function declaresOtherCharset(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  for (const [, charset] of text.matchAll(/charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})/gi))
    if (!/^(?:utf-?8|us-ascii|ascii|unknown(?:-8bit)?|default)$/i.test(charset ?? '')) return true;
  return false;
}

const windows1252 = new TextDecoder('windows-1252');

/** Each line that is not UTF-8 is taken for Windows-1252, a superset of Latin-1 in practice. */
function toUtf8(bytes: Uint8Array): Uint8Array {
  if (isUtf8(bytes)) return bytes;
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(lf, from);
    const to = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(from, to);
    parts.push(isUtf8(line) ? line : Buffer.from(windows1252.decode(line)));
    from = to;
  }
  return Buffer.concat(parts);
}

/** Windows-1252 byte of each letter it has beyond ASCII. */
const byteOf = new Map(
  Array.from({ length: 128 }, (_, index): [string, number] => [
    windows1252.decode(Uint8Array.of(128 + index)),
    128 + index,
  ]),
);

/**
 * UTF-8 that was read as Latin-1 (`OlÃ¡`) becomes what was meant (`Olá`); any other text is returned as it is.
 * Safe: letters beyond ASCII in Latin-1 prose practically never form valid UTF-8 by chance.
 */
export function unmojibake(text: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]/.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    const byte = letter < 128 ? letter : byteOf.get(text[at] ?? '');
    if (byte === undefined) return text;
    bytes[at] = byte;
  }
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : text;
}

/** Text PostgreSQL and screens can hold: no NUL, no lone surrogates, `\n` line ends. */
export function plain(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\r\n?/g, '\n').toWellFormed();
}

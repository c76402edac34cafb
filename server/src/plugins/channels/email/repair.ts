import { isAscii, isUtf8 } from 'node:buffer';
import { type Block, blocksOf, fieldIn, headOf, parameterOf } from './blocks.ts';
import {
  decodeAs,
  hasJapaneseEscapes,
  isOdd,
  saysNothing,
  toUtf8,
  unquoted,
  withoutOddWords,
} from './charsets.ts';

/**
 * What real mail does to its own encoding, put right before and after the library reads it. Nothing here parses MIME:
 * bytes are made readable, text that was read with the wrong alphabet is read again.
 */

const lf = 10;
const cr = 13;
/** A text part longer than this keeps the alphabet it names. */
const maxText = 4 * 1024 * 1024;

/** Where the header block ends (index of the first byte of the body); the length when there is no blank line. */
export function bodyStart(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(lf); at >= 0; at = bytes.indexOf(lf, at + 1)) {
    if (bytes[at + 1] === lf) return at + 2;
    if (bytes[at + 1] === cr && bytes[at + 2] === lf) return at + 3;
  }
  return bytes.length;
}

/** Bytes the library can read: line ends, 8-bit headers, alphabets it does not know or that are not what they say. */
export function repaired(bytes: Uint8Array): Uint8Array {
  const lines = withLineFeeds(withoutStart(bytes));
  const blocks = blocksOf(lines);
  const hint = blocks.map((block) => charsetOf(headOf(lines, block))).find((one) => !saysNothing(one)) ?? '';
  const parts: Uint8Array[] = [];
  let kept = 0;
  const put = (range: { from: number; to: number }, changed: Uint8Array) => {
    parts.push(lines.subarray(kept, range.from), changed);
    kept = range.to;
  };
  for (const [index, block] of blocks.entries()) {
    const head = headOf(lines, block);
    if (block.head.to - block.head.from > head.length) {
      const whole = lines.subarray(block.head.from, block.head.to);
      if (!isUtf8(whole)) put(block.head, toUtf8(whole, hint));
      continue;
    }
    const text = block.leaf && isText(head) ? rewritten(lines, block, head) : null;
    const named = index > 0 && isNamedText(head, block, blocks);
    const fixed = Buffer.from(fixedHead(head, text !== null, named), 'latin1');
    const readable = toUtf8(fixed, hint);
    if (readable !== fixed || fixed.length !== head.length || fixed.toString('latin1') !== head)
      put(block.head, readable);
    if (text !== null) put(block.body, Buffer.from(`${lined(Buffer.from(text).toString('base64'))}\n`));
  }
  if (!parts.length) return lines;
  return Buffer.concat([...parts, lines.subarray(kept)]);
}

/** Blank lines and a byte order mark before the header: the mail would be all body. */
function withoutStart(bytes: Uint8Array): Uint8Array {
  let from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const mark = from;
  while (from < bytes.length && (bytes[from] === lf || bytes[from] === cr)) from++;
  return from === bytes.length ? bytes.subarray(mark) : from ? bytes.subarray(from) : bytes;
}

/** Old Macs and broken gateways end lines with CR alone: then the whole mail would be one header line. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(lf) || !bytes.includes(cr)) return bytes;
  return bytes.map((byte) => (byte === cr ? lf : byte));
}

const charsetOf = (head: string) => parameterOf(` ${fieldIn(head, 'content-type')}`, 'charset');

const typeOf = (head: string) => fieldIn(head, 'content-type').split(';', 1)[0]?.trim().toLowerCase() ?? '';
const isText = (head: string) => /^(?:text(?:\/.*)?)?$/.test(typeOf(head));
const nameIn = (head: string) =>
  /[;\s](?:file)?name\*?(?:0\*?)?\s{0,5}=/i.test(
    ` ${fieldIn(head, 'content-type')};${fieldIn(head, 'content-disposition')}`,
  );

/** A text file among other parts is a file, though it is sent to be shown in place. */
const isNamedText = (head: string, block: Block, blocks: Block[]) =>
  block.leaf &&
  block.inside !== 'alternative' &&
  isText(head) &&
  nameIn(head) &&
  !/^attachment/i.test(fieldIn(head, 'content-disposition')) &&
  blocks.find((one) => one.leaf) !== block;

/**
 * The text of a part the library would read wrongly, or null: alphabets it does not know, ones that are not said, and
 * ones the bytes disprove.
 */
function rewritten(bytes: Uint8Array, { body }: Block, head: string): string | null {
  if (body.to - body.from > maxText) return null;
  const said = charsetOf(head);
  const raw = bytes.subarray(body.from, body.to);
  const way = fieldIn(head, 'content-transfer-encoding').toLowerCase();
  if (/^base64|^quoted/.test(way) || !isAscii(raw) || isOdd(said) || hasJapaneseEscapes(raw)) {
    const content = decoded(raw, way);
    if (isOdd(said)) return decodeAs(content, said);
    if (saysNothing(said)) {
      const escaped = hasJapaneseEscapes(content) && isAscii(content);
      if (isUtf8(content) && !escaped) return null;
      return Buffer.from(toUtf8(content, metaCharset(content))).toString('utf8');
    }
    if (!isAscii(content) && isUtf8(content) && decodeAs(content, said) === null)
      return Buffer.from(content).toString('utf8');
  }
  return null;
}

function decoded(raw: Uint8Array, way: string): Uint8Array {
  const text = () => Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('latin1');
  if (way.startsWith('base64')) return Buffer.from(text(), 'base64');
  return way.startsWith('quoted') ? unquoted(text()) : raw;
}

const metaCharset = (content: Uint8Array) =>
  /<meta[^>]{0,300}charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})/i.exec(
    Buffer.from(content.subarray(0, 4096)).toString('latin1'),
  )?.[1] ?? '';

/** The header as the changed part needs it; a text that is a file is said to be one. */
function fixedHead(head: string, inUtf8: boolean, isFile: boolean): string {
  let fixed = withoutOddWords(head);
  const type = typeOf(fixed);
  // RFC 2045 §5.2: what is no type at all is plain text.
  if (fieldIn(fixed, 'content-type') && !/^[\w.+-]+\/[\w.+-]+$/.test(type) && isText(fixed))
    fixed = setField(
      fixed,
      'Content-Type',
      `text/${type.includes('html') ? 'html' : 'plain'}${charsetSuffix(fixed)}`,
    );
  if (inUtf8) {
    const value = fieldIn(fixed, 'content-type') || 'text/plain';
    const bare = value.replace(/;?\s{0,5}charset\s{0,5}=\s{0,5}(?:"[^"]*"|[^\s;]*)/gi, '');
    fixed = setField(fixed, 'Content-Type', `${bare}; charset=utf-8`);
    fixed = setField(fixed, 'Content-Transfer-Encoding', 'base64');
  }
  if (!isFile) return fixed;
  const value = fieldIn(fixed, 'content-disposition').replace(/^[^;]*/, 'attachment') || 'attachment';
  return setField(fixed, 'Content-Disposition', value);
}

const charsetSuffix = (head: string) => {
  const charset = charsetOf(head);
  return charset ? `; charset=${charset.replace(/[^\w.:-]/g, '')}` : '';
};

function setField(head: string, name: string, value: string): string {
  const without = head.replace(
    new RegExp(`^${name}[ \\t]{0,5}:[^\\n]*\\n?(?:[ \\t][^\\n]*\\n?)*`, 'gim'),
    '',
  );
  const end = without && !without.endsWith('\n') ? '\n' : '';
  return `${without}${end}${name}: ${value}\n`;
}

const lined = (text: string) => text.replace(/.{76}/g, '$&\n');

const windows1252 = new TextDecoder('windows-1252');

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

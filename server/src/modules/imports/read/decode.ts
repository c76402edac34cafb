import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { ReadFailure } from './limits.ts';

/**
 * The text of a file in UTF-8 or UTF-16 (by its mark, or by where its zeros stand), else line by line in UTF-8 or in
 * Windows-1252, which Excel writes in Brazil: lists put together by hand hold both. Bytes that are none of these (too many
 * controls) are refused: a list full of broken names helps nobody.
 */
export async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path);
  const wide = wideOf(bytes);
  if (wide) return sound(iconv.decode(bytes, wide));
  const plain = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  return utf8Of(plain) ?? sound(lineByLine(plain));
}

export type Wide = 'utf-16le' | 'utf-16be';

/** Whether text is written with two bytes a letter, and in which order. Without a mark Latin letters leave every other zero. */
export function wideOf(bytes: Buffer): Wide | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 4096);
  if (head.length < 8) return null;
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (head.length / 2));
  if (odd > 0.4 && even < 0.02) return 'utf-16le';
  return even > 0.4 && odd < 0.02 ? 'utf-16be' : null;
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

const pieceBytes = 65_536;

/** A letter of UTF-8 never holds a line's end, so lines can be judged one by one. */
function lineByLine(bytes: Buffer): string {
  const texts: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    // Lines together while they are alike: one by one a large list would take minutes.
    const piece = cutAt(bytes, from, pieceBytes);
    const text = utf8Of(piece);
    if (text !== null) texts.push(text);
    else
      for (let at = 0; at < piece.length; ) {
        const line = cutAt(piece, at, 0);
        texts.push(utf8Of(line) ?? iconv.decode(line, 'windows-1252'));
        at += line.length;
      }
    from += piece.length;
  }
  return texts.join('');
}

function cutAt(bytes: Buffer, from: number, least: number): Buffer {
  const end = bytes.indexOf(10, from + least);
  return bytes.subarray(from, end < 0 ? bytes.length : end + 1);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what stands in no list is counted
const strange = /[\u0001-\u0008\u0081\u008d\u008f\u0090\u009d\ufffd\ud800-\udfff]/gu;

/** Text that is none: controls, what Windows-1252 leaves open, replacement marks, halves of letters. */
function sound(text: string): string {
  const odd = text.match(strange)?.length ?? 0;
  if (odd > Math.max(3, text.length / 1000)) throw new ReadFailure('encoding');
  return text;
}

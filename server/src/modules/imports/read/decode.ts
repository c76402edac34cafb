import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { ReadFailure } from './limits.ts';

/**
 * The text of a file in UTF-8 or UTF-16 (by its mark), else in Windows-1252, which Excel writes in Brazil. Bytes that are
 * none of these (too many controls) are refused: a list full of broken names helps nobody.
 */
export async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path);
  const marked = byMark(bytes);
  if (marked !== null) return marked;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = iconv.decode(bytes, 'windows-1252');
    // C1 controls that Windows-1252 leaves open, and replacement marks: this is another encoding.
    const odd = text.match(/[\u0081\u008d\u008f\u0090\u009d\ufffd]/g)?.length ?? 0;
    if (odd > Math.max(3, text.length / 1000)) throw new ReadFailure('encoding');
    return text;
  }
}

function byMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes.subarray(2), 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes.subarray(2), 'utf-16be');
  return null;
}

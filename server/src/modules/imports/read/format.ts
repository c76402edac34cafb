import { open } from 'node:fs/promises';
import { wideOf } from './decode.ts';
import { ReadFailure } from './limits.ts';

export type ListFormat = 'csv' | 'xlsx' | 'vcard' | 'json';

/** Beginnings that tell what a file is, whatever its name says. Anything else that is text is a table of text. */
export async function formatOf(path: string): Promise<ListFormat> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(4096);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    if (bytesRead === 0) throw new ReadFailure('empty');
    const bytes = head.subarray(0, bytesRead);
    if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return 'xlsx';
    if (looksBinary(bytes)) throw new ReadFailure('unknown_format');
    const text = bytes.toString('latin1').replace(/\0/g, '');
    // Many a system calls a page of HTML or an XML of Excel 2003 "xls".
    if (/^[^\w<]{0,20}<[!?a-z]/i.test(text)) throw new ReadFailure('unknown_format');
    if (/^[^\w[{]{0,20}(\{\s*["}]|\[\s*[[{\]])/.test(text)) return 'json';
    return /^\W*BEGIN:VCARD/i.test(text) ? 'vcard' : 'csv';
  } finally {
    await file.close();
  }
}

/** Old Excel (OLE), PDF, pictures: bytes with many NUL that are not UTF-16. A stray NUL is in many an export. */
function looksBinary(bytes: Buffer): boolean {
  // Four bytes a letter: nobody saves lists so, and its mark looks like that of two.
  if (bytes.subarray(0, 4).equals(Buffer.from([0xff, 0xfe, 0, 0]))) return true;
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return true;
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return true;
  const zeros = bytes.filter((byte) => byte === 0).length;
  return wideOf(bytes) === null && zeros > bytes.length / 50;
}

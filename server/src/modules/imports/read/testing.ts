import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { ReadFailure } from './limits.ts';
import { readList } from './read-list.ts';

/** Archives and workbooks written by hand, and files to read them from, for the tests of reading. */

/** What the reader makes of bytes, or the problem it has with them. */
export function openReader() {
  const folder = mkdtempSync(join(tmpdir(), 'meada-lists-'));
  let count = 0;
  const read = async (bytes: Uint8Array | string): Promise<{ format: string; rows: string[][] }> => {
    count += 1;
    const path = join(folder, String(count));
    writeFileSync(path, bytes);
    const rows: string[][] = [];
    const format = await readList(path, async (some) => {
      rows.push(...some);
    });
    return { format, rows };
  };
  const problem = async (bytes: Uint8Array | string): Promise<string> => {
    const error = await read(bytes).catch((thrown: unknown) => thrown);
    if (!(error instanceof ReadFailure)) throw new Error(`was read: ${JSON.stringify(error).slice(0, 200)}`);
    return error.problem;
  };
  return { read, problem, close: () => rmSync(folder, { recursive: true, force: true }) };
}

type Parts = Record<string, Buffer>;

/** A ZIP of these parts (APPNOTE 4.3); `claims` is a lie about their unpacked size. */
export function zipOf(parts: Parts, { claims }: { claims?: number } = {}): Buffer {
  const files: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(content), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(claims ?? content.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(content), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claims ?? content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    files.push(head, Buffer.from(name), packed);
    entries.push(entry, Buffer.from(name));
    offset += head.length + name.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, directory, end]);
}

export type Cell = string | number | { day: number } | { formula: string; value: string };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function cellOf(cell: Cell, at: string): string {
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  if ('day' in cell) return `<c r="${at}" s="1"><v>${cell.day}</v></c>`;
  return `<c r="${at}" t="str"><f>${escaped(cell.formula)}</f><v>${escaped(cell.value)}</v></c>`;
}

const space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet (ECMA-376). */
export function workbook(rows: readonly (readonly Cell[])[]): Buffer {
  return workbookOf(`<sheetData>${sheetData(rows)}</sheetData>`);
}

/** Rows as a sheet holds them. */
export const sheetData = (rows: readonly (readonly Cell[])[]): string =>
  rows
    .map((row, n) => {
      const cells = row.map((cell, index) => cellOf(cell, `${String.fromCharCode(65 + index)}${n + 1}`));
      return `<row r="${n + 1}">${cells.join('')}</row>`;
    })
    .join('');

/** A workbook of one sheet, written as it is, with other parts beside it. */
export function workbookOf(sheet: string, more: Readonly<Record<string, string>> = {}): Buffer {
  const parts = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    'xl/workbook.xml': `<workbook ${space} xmlns:r="${relations}"><sheets><sheet name="Lista" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${space}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${space}>${sheet}</worksheet>`,
    ...more,
  };
  return zipOf(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)])));
}

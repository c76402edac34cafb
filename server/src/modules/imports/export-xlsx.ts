import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { decimalOf, decimalsOf } from '@meada/contract/currencies';
import { ZipFile } from 'yazl';
import type { Cell, Cells, Place } from './export-cells.ts';

/**
 * A table as a workbook (ECMA-376, SpreadsheetML), written while it is read: rows go into the archive as they come, texts
 * stand in their cells and not in a list that would have to be held. A text is typed as one: nothing is ever computed.
 */

export type Book = {
  name: string;
  header: readonly string[];
  rows: AsyncIterable<Cells[]>;
  place: Place;
  mtime: Date;
};

/** Rows a sheet holds, and letters a cell holds (limits of Excel). */
const rowsAtMost = 1_048_576;
const lettersAtMost = 32_767;

/** Formats of cells by their number in `styles.xml`: 0 plain, 1 heading, 2 moment, 3 day, 4 text that looks like a formula. */
const style = { heading: 1, moment: 2, day: 3, guarded: 4, money: 5 } as const;
/** Decimal places money may have; each has a format of its own. */
const moneyFormats = ['#,##0', '#,##0.0', '#,##0.00', '#,##0.000', '#,##0.0000'];

export function writeXlsx(book: Book): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  zip.on('error', (error: Error) => out.destroy(error));
  const packed = zip.outputStream as Readable;
  packed.on('error', (error) => out.destroy(error)).pipe(out);
  fill(zip, book).catch((error: Error) => out.destroy(error));
  // A reader who leaves: whatever waits for room to write is let go.
  out.once('close', () => packed.destroy());
  return out;
}

/** Sheets first, one after another, then what names them: how many there are is known at the end only. */
async function fill(zip: ZipFile, book: Book): Promise<void> {
  const options = { mtime: book.mtime, mode: 0o100600 };
  const rows = rowsOf(book.rows);
  const sheets: string[] = [];
  for (let more = true; more; ) {
    const path = `xl/worksheets/sheet${sheets.length + 1}.xml`;
    sheets.push(sheets.length === 0 ? book.name : `${book.name} ${sheets.length + 1}`);
    const state = { more: false };
    const sheet = Readable.from(sheetOf(book, rows, state), { objectMode: false });
    zip.addReadStream(sheet, path, options);
    await finished(sheet).catch(async (error) => {
      zip.emit('error', error);
      throw error;
    });
    more = state.more;
  }
  for (const [path, text] of Object.entries(framesOf(sheets)))
    zip.addBuffer(Buffer.from(head + text), path, options);
  zip.end();
}

async function* rowsOf(pages: AsyncIterable<Cells[]>): AsyncGenerator<Cells> {
  for await (const page of pages) yield* page;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
/** Letters of XML gathered before they go on. */
const atOnce = 64 * 1024;

async function* sheetOf(
  { header, place }: Book,
  rows: AsyncGenerator<Cells>,
  state: { more: boolean },
): AsyncGenerator<string> {
  const widths = header.map((text, index) => {
    const width = Math.min(40, Math.max(14, text.length + 4));
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
  });
  let text = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
  const moment = momentIn(place.zone);
  text += rowOf(1, header, (cell) => textCell(cell, style.heading));
  for (let count = 1; count < rowsAtMost; count += 1) {
    const next = await rows.next();
    if (next.done) break;
    text += rowOf(count + 1, next.value, (cell) => cellOf(cell, moment));
    if (text.length > atOnce) {
      yield text;
      text = '';
    }
    state.more = count === rowsAtMost - 1;
  }
  yield `${text}</sheetData></worksheet>`;
}

/** A row with its place in every cell: readers may leave it to be counted, but not all can. Empty cells are left out. */
const rowOf = <T>(n: number, cells: readonly T[], write: (cell: T) => string): string =>
  `<row r="${n}">${cells
    .map((cell, index) => {
      const said = write(cell);
      return said === '' ? '' : `<c r="${letters(index)}${n}"${said}</c>`;
    })
    .join('')}</row>`;

/** A, B … Z, AA: what columns are called. */
const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** What stands in a cell behind its place: attributes, then the value; '' of nothing. */
function cellOf(cell: Cell, moment: (at: Date) => number): string {
  if (cell === null || cell === undefined || cell === '') return '';
  if (typeof cell === 'string') return textCell(cell, /^[=+\-@\t\r]/.test(cell) ? style.guarded : 0);
  if (typeof cell === 'number') return numberCell(cell, 0);
  if (typeof cell === 'boolean') return ` t="b"><v>${cell ? 1 : 0}</v>`;
  if (cell instanceof Date) return numberCell(moment(cell), style.moment);
  if ('day' in cell) return numberCell(serialOf(Date.parse(`${cell.day}T00:00:00Z`)), style.day);
  const decimals = Math.min(decimalsOf(cell.currency), moneyFormats.length - 1);
  return ` s="${style.money + decimals}"><v>${decimalOf(cell.minor, cell.currency)}</v>`;
}

const numberCell = (number: number, s: number): string =>
  Number.isFinite(number) ? ` s="${s}"><v>${number}</v>` : '';

const textCell = (text: string, s: number): string =>
  ` t="inlineStr" s="${s}"><is><t xml:space="preserve">${xmlOf(text.slice(0, lettersAtMost))}</t></is>`;

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const hex = (letter: string): string => letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');

/** A text within XML 1.0: letters it has no place for are written as `_x0001_`, and what looks like that is kept as it is. */
export const xmlOf = (text: string): string =>
  text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (letter) => `_x${hex(letter)}_`)
    .replace(/[&<>]/g, (mark) => marks[mark] ?? mark);

/** Days since 30 December 1899, as spreadsheets count; 25,569 of them lie before 1970. */
const serialOf = (ms: number): number => ms / 86_400_000 + 25_569;

/** Moments have no zone in a spreadsheet: the clock of the organisation. */
function momentIn(zone: string): (at: Date) => number {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (at) => Math.round(serialOf(Date.parse(`${parts.format(at).replace(' ', 'T')}Z`)) * 1e6) / 1e6;
}

/** The parts that are the same in every workbook, and the list of its sheets. */
function framesOf(sheets: readonly string[]): Record<string, string> {
  const type = (part: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;
  const numbers = sheets.map((_, index) => index + 1);
  const formats = ['yyyy\\-mm\\-dd hh:mm', 'yyyy\\-mm\\-dd', ...moneyFormats];
  const styles = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`);
  const xf = (numFmtId: number, more = '') =>
    `<xf numFmtId="${numFmtId}" fontId="0" fillId="0" borderId="0" xfId="0"${more}/>`;
  const xfs = [
    ...[xf(0), xf(0).replace('fontId="0"', 'fontId="1"'), xf(164), xf(165), xf(0, ' quotePrefix="1"')],
    ...moneyFormats.map((_, index) => xf(166 + index)),
  ];
  return {
    '[Content_Types].xml': `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type('sheet.main')}"/><Override PartName="/xl/styles.xml" ContentType="${type('styles')}"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${type('worksheet')}"/>`).join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.map((name, index) => `<sheet name="${xmlOf(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}/relationships">${numbers.map((n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts count="${styles.length}">${styles.join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${xfs.length}">${xfs.join('')}</cellXfs></styleSheet>`,
  };
}

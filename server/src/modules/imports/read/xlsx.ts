import { readSheet } from 'read-excel-file/node';
import { checkArchive } from './archive.ts';
import { bounded, cleanCell, ReadFailure, type RowSink } from './limits.ts';

/** Reads the first sheet of a workbook. Formulas count as what they came to when the file was saved. */
export async function readXlsx(path: string, sink: RowSink): Promise<void> {
  await checkArchive(path);
  const take = bounded(sink);
  const rows = await readSheet(path).catch(() => {
    throw new ReadFailure('damaged');
  });
  for (const row of rows) {
    const cells = row.map((cell) => cleanCell(textOfCell(cell)));
    if (cells.some((cell) => cell !== '')) take(cells);
  }
}

function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dayOf(cell);
  // Excel keeps long numbers (CPF, telephone) as numbers: no exponent, no grouping.
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell.toFixed(0) : String(cell);
  return String(cell);
}

function dayOf(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}

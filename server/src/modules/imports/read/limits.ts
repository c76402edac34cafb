/** What a list may be: beyond it a file is refused whole and clearly, nothing is half read. */
export const limits = {
  /** Bytes of the file as it comes. */
  fileBytes: 100 * 1024 * 1024,
  /** Bytes of an archive's parts unpacked (XLSX), and of one over what it was packed. */
  unpackedBytes: 400 * 1024 * 1024,
  packing: 200,
  parts: 2000,
  rows: 200_000,
  /** Rows of a sheet, empty ones too: the reader of workbooks answers nothing at all to a million. */
  sheetRows: 400_000,
  columns: 200,
  /** Letters of one cell; a longer one is cut by nobody: the file is refused. */
  cell: 32_000,
  /** Letters of all cells: a workbook may name one long text a million times. */
  letters: 150 * 1024 * 1024,
  /** Bytes of one row. */
  row: 1024 * 1024,
  /** Brackets within brackets. */
  depth: 64,
  /** Reading takes no longer (ms), and no more memory (MiB). */
  ms: 180_000,
  memoryMb: 768,
};

export type ReadProblem =
  | 'empty'
  | 'header_only'
  | 'no_list'
  | 'too_deep'
  | 'open_quote'
  | 'unsafe'
  | 'unknown_format'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'row_too_long'
  | 'cell_too_long'
  | 'bomb'
  | 'damaged'
  | 'encoding'
  | 'too_long_to_read';

/** A list that cannot be read, with a code the front ends translate. */
export class ReadFailure extends Error {
  readonly problem: ReadProblem;
  constructor(problem: ReadProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Takes rows as they are read; the first is the header. */
export type RowSink = (row: string[]) => void;

/** Counts and bounds what goes into a sink. */
export function bounded(sink: RowSink): RowSink {
  let rows = 0;
  let letters = 0;
  return (row) => {
    rows += 1;
    for (const cell of row) letters += cell.length;
    if (letters > limits.letters) throw new ReadFailure('bomb');
    if (rows > limits.rows + 1) throw new ReadFailure('too_many_rows');
    if (row.length > limits.columns) throw new ReadFailure('too_many_columns');
    if (row.some((cell) => cell.length > limits.cell)) throw new ReadFailure('cell_too_long');
    sink(row);
  };
}

/** Text without what no database holds and no eye sees: NUL and other controls, byte order marks, odd blanks. */
export const cleanCell = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, '')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .toWellFormed()
    .trim();

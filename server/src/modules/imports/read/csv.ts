import { parse } from 'csv-parse/sync';
import { textOf } from './decode.ts';
import { bounded, cleanCell, limits, ReadFailure, type ReadProblem, type RowSink } from './limits.ts';

const delimiters = [';', ',', '\t', '|'];

/** Letters read at once; a row that crosses the border goes with the next piece. */
const pieceLetters = 4_000_000;

/** Reads a table of text: delimiter found by trying, quotes as RFC 4180 and as people write them. */
export async function readCsv(path: string, sink: RowSink): Promise<void> {
  const text = (await textOf(path)).replace(/^sep=.\r?\n/i, '');
  if (text.trim() === '') throw new ReadFailure('empty');
  if (longestLine(text) > limits.row) throw new ReadFailure('row_too_long');
  const delimiter = delimiterOf(text);
  const take = bounded(sink);
  for (const piece of pieces(text)) {
    for (const row of rowsOf(piece, delimiter)) {
      const cells = row.map(cleanCell);
      if (cells.some((cell) => cell !== '')) take(cells);
    }
  }
}

const problems: Readonly<Record<string, ReadProblem>> = {
  CSV_MAX_RECORD_SIZE: 'row_too_long',
  CSV_QUOTE_NOT_CLOSED: 'open_quote',
};

function rowsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: limits.row,
    }) as string[][];
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    throw new ReadFailure(problems[code] ?? 'damaged');
  }
}

/** Pieces that end outside of quotes, so that no row is cut. */
function* pieces(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    if (text.length - from <= pieceLetters) return yield text.slice(from);
    let end = from;
    let quoted = false;
    for (let at = from; at < text.length; at += 1) {
      const letter = text.charCodeAt(at);
      if (letter === 34) quoted = !quoted;
      else if (letter === 10 && !quoted) {
        end = at + 1;
        if (at - from >= pieceLetters) break;
      }
    }
    // A quote that never ends: the rest is one piece, and the parser says what is wrong with it.
    if (end === from) end = text.length;
    yield text.slice(from, end);
    from = end;
  }
}

function longestLine(text: string): number {
  let longest = 0;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end === -1 ? text.length : end;
    longest = Math.max(longest, to - from);
    from = to + 1;
  }
  return longest;
}

/** The delimiter that cuts the first lines into the most columns of the same count. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 65_536).split(/\r?\n/).slice(0, 20).join('\n');
  const scored = delimiters.map((delimiter) => {
    const rows = sample(lines, delimiter);
    const columns = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === columns).length / Math.max(1, rows.length);
    return { delimiter, score: columns > 1 ? columns * alike ** 3 : 0 };
  });
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ';';
}

function sample(lines: string, delimiter: string): string[][] {
  try {
    return parse(lines, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
    }) as string[][];
  } catch {
    return [];
  }
}

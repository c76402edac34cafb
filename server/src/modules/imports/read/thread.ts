import { parentPort, workerData } from 'node:worker_threads';
import { readCsv } from './csv.ts';
import { formatOf, type ListFormat } from './format.ts';
import { readJson } from './json.ts';
import { ReadFailure, type RowSink } from './limits.ts';
import { readVcard } from './vcard.ts';
import { readXlsx } from './xlsx.ts';

/** Reads a list in a thread of its own: however hostile the file, the server goes on, and memory and time are bounded. */

const rowsAtOnce = 1000;
const readers: Record<ListFormat, (path: string, sink: RowSink) => Promise<void>> = {
  csv: readCsv,
  xlsx: readXlsx,
  vcard: readVcard,
  json: readJson,
};

export type FromThread = { format: ListFormat } | { rows: string[][] } | { problem: string } | { done: true };

const say = (words: FromThread): void => parentPort?.postMessage(words);

async function read(path: string): Promise<void> {
  const format = await formatOf(path);
  say({ format });
  let rows: string[][] = [];
  await readers[format](path, (row) => {
    rows.push(row);
    if (rows.length < rowsAtOnce) return;
    say({ rows });
    rows = [];
  });
  say({ rows });
  say({ done: true });
}

if (parentPort)
  read((workerData as { path: string }).path).catch((error: unknown) =>
    say({ problem: error instanceof ReadFailure ? error.problem : 'damaged' }),
  );

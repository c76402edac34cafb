import { type Entry, open, type ZipFile } from 'yauzl';
import { limits, ReadFailure } from './limits.ts';

/**
 * Unpacks an archive into nothing and counts: what a header says of sizes is not believed. Throws for a bomb, for an
 * archive that is damaged, locked or no workbook.
 */
export async function checkArchive(path: string): Promise<void> {
  const zip = await openZip(path);
  let total = 0;
  let parts = 0;
  let isWorkbook = false;
  try {
    for await (const entry of entriesOf(zip)) {
      parts += 1;
      if (parts > limits.parts) throw new ReadFailure('bomb');
      isWorkbook ||= entry.fileName === 'xl/workbook.xml';
      total += await checkEntry(zip, entry, limits.unpackedBytes - total);
    }
  } catch (error) {
    throw error instanceof ReadFailure ? error : new ReadFailure('damaged');
  } finally {
    zip.close();
  }
  if (!isWorkbook) throw new ReadFailure('unknown_format');
}

const isSheet = /^xl\/worksheets\/[^/]+\.xml$/i;
const rowTag = /<(?:\w+:)?row[\s/>]/;
/** The last row that is named; a cell in the far corner would make millions of empty ones. */
const farthest = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/\br="[A-Z]{0,4}(\d{6,12})"/g)].map(([, row]) => Number(row)));
const isMarkup = /\.(xml|rels|vml)$/i;

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(new ReadFailure('damaged')) : resolve(zip),
    );
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

/** Unpacks one part and answers its size. */
async function checkEntry(zip: ZipFile, entry: Entry, left: number): Promise<number> {
  if (entry.fileName.endsWith('/')) return 0;
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  let size = 0;
  let end = '';
  let rows = 0;
  for await (const part of stream) {
    size += part.length;
    // No workbook declares entities of its own; one that does wants to read files or to grow without end.
    const text = end + (part as Buffer).toString('latin1').replaceAll('\0', '');
    if (isMarkup.test(entry.fileName) && /<!(doctype|entity)/i.test(text)) throw new ReadFailure('unsafe');
    if (isSheet.test(entry.fileName)) rows = Math.max(rows + text.split(rowTag).length - 1, farthest(text));
    if (rows > limits.sheetRows) throw new ReadFailure('too_many_rows');
    end = text.slice(-10);
    const packed = Math.max(entry.compressedSize, 4096);
    if (size > left || size > packed * limits.packing) throw new ReadFailure('bomb');
  }
  return size;
}

import { Worker } from 'node:worker_threads';
import type { ListFormat } from './format.ts';
import { limits, ReadFailure, type ReadProblem } from './limits.ts';
import type { FromThread } from './thread.ts';

/**
 * Reads a list of customers from a file, rows handed on in pieces (the first row of the first piece is the header), each
 * awaited before the next is taken. Throws `ReadFailure`.
 */
export async function readList(path: string, take: (rows: string[][]) => Promise<void>): Promise<ListFormat> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { path },
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
    execArgv: [],
    env: {},
  });
  const timer = setTimeout(() => void worker.terminate(), limits.ms);
  let format: ListFormat = 'csv';
  let handing: Promise<void> = Promise.resolve();
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (words: FromThread) => {
        if ('format' in words) format = words.format;
        if ('rows' in words) handing = handing.then(() => take(words.rows));
        if ('problem' in words) reject(new ReadFailure(words.problem as ReadProblem));
        if ('done' in words) resolve();
      });
      // Out of memory, or stopped by the clock.
      worker.on('error', () => reject(new ReadFailure('bomb')));
      worker.on('exit', () => reject(new ReadFailure('too_long_to_read')));
    });
    await handing;
    return format;
  } finally {
    clearTimeout(timer);
    await handing.catch(() => {});
    await worker.terminate();
  }
}

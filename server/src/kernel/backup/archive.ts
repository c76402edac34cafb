import { createHash } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupError } from './manifest.ts';

export type Measure = { rows: number; bytes: number; sha256: string };

const newline = 10;
const packing = { level: 4 };
/** Sealed bytes repeat nothing: looking longer only costs time. */
const sealedPacking = { level: 1 };

/** Lets bytes through and counts them; `result` is meaningful once they are all through. */
export function measuring(limit = Number.POSITIVE_INFINITY): { stream: Transform; result(): Measure } {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      // A few kB can unfold to any size: more than was announced is not read.
      if (bytes > limit)
        return done(new BackupError('damaged', 'A file of the backup is longer than announced.'));
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) rows += 1;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ rows, bytes, sha256: hash.copy().digest('hex') }) };
}

/** Packs lines, as `change` makes them, into a file that is on the disk when this resolves. */
export async function pack(lines: Readable, path: string, change?: Transform): Promise<Measure> {
  const measure = measuring();
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
  if (change) await pipeline(lines, change, measure.stream, createGzip(sealedPacking), file);
  else await pipeline(lines, measure.stream, createGzip(packing), file);
  return measure.result();
}

/** Unpacks a file to `into`. Throws `BackupError` when it is not what `expected` says. */
export async function unpack(
  path: string,
  into: Writable | [Transform, Writable],
  expected: Pick<Measure, 'bytes' | 'sha256'>,
): Promise<Measure> {
  await requireFile(path);
  const measure = measuring(expected.bytes);
  const file = createReadStream(path, { flags: constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) } as never);
  try {
    await pipeline([file, createGunzip(), measure.stream, ...(Array.isArray(into) ? into : [into])]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_')) throw damaged(path, error);
    throw error;
  }
  const found = measure.result();
  if (found.sha256 !== expected.sha256 || found.bytes !== expected.bytes) throw damaged(path);
  return found;
}

/** Reads a packed file to its end and throws it away. */
export const verify = (path: string, expected: Pick<Measure, 'bytes' | 'sha256'>): Promise<Measure> =>
  unpack(path, new Writable({ write: (_chunk, _encoding, done) => done() }), expected);

/** Only a plain file inside the backup is read: a link could lead anywhere (LESSONS 38). */
export async function requireFile(path: string): Promise<number> {
  const found = await lstat(path).catch((error: unknown) => {
    throw damaged(path, error);
  });
  if (!found.isFile()) throw damaged(path);
  return found.size;
}

export const damaged = (path: string, cause?: unknown): BackupError =>
  new BackupError('damaged', `The backup is damaged: ${path} is not what its manifest says.`, cause);

/** Makes names in a folder durable; Windows knows no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  await handle.sync().finally(() => handle.close());
}

export const tablePath = (folder: string, table: string): string => join(folder, 'tables', `${table}.gz`);

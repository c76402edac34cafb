import { createHash } from 'node:crypto';
import { mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file that has come in whole and is nobody's yet: keep it or drop it. */
export type Received = { path: string; hash: Buffer; size: number; drop(): Promise<void> };

type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

let count = 0;

/** Writes a source into a file of its own, hashing on the way; memory holds a piece at a time. */
export async function receiveInto(folder: string, source: Source): Promise<Received> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${process.pid}.${process.hrtime.bigint()}.${++count}`);
  const hash = createHash('sha256');
  let size = 0;
  const drop = (): Promise<void> => unlink(path).catch(() => {});
  const counted = async function* (parts: Source): AsyncGenerator<Uint8Array> {
    for await (const part of parts) {
      hash.update(part);
      size += part.length;
      yield part;
    }
  };
  // Opened first: a stream that opens by itself may do so after its pipeline failed, and what was dropped is back.
  const file = await open(path, 'wx', 0o600);
  try {
    await pipeline(source, counted, file.createWriteStream({ flush: true }));
  } catch (error) {
    await drop();
    throw error;
  }
  return { path, hash: hash.digest(), size, drop };
}

/** Removes what was left by killed processes: files of the folder last written before an instant. */
export async function dropOlder(folder: string, before: Date): Promise<number> {
  let dropped = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const there = await stat(path).catch(() => null);
    if (!there?.isFile() || there.mtime >= before) continue;
    await unlink(path).catch(() => {});
    dropped += 1;
  }
  return dropped;
}

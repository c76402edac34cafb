import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { requireFile, syncFolder } from '../backup/archive.ts';
import type { Archive } from './archive.ts';
import { type Base, listBases } from './bases.ts';
import { type Places, placesIn } from './cluster.ts';
import { EmbeddedError } from './errors.ts';
import { prepareFolder } from './folder.ts';
import { type EmbeddedServer, startEmbedded } from './index.ts';
import { lockFolder } from './lock.ts';
import { chooseRunner, giveTo, type Runner } from './user.ts';

export type ReplayOptions = {
  /** The embedded server's folder; it must hold no cluster. */
  dir: string;
  archive: Archive;
  /** The instant to stop at; null: everything that was archived. */
  until: Date | null;
  onProgress?: (text: string) => void;
  /** false for tests only. */
  durable?: boolean;
};

/** While it stands, the cluster beside it is a restore that did not come to its end. */
const markIn = (places: Places): string => join(places.dir, 'restoring');

/**
 * Puts the newest base of before the instant into the folder and replays the archived log up to it. The server runs
 * when this resolves, as the beginning of a new timeline. Throws an EmbeddedError: DATA_EXISTS, NO_ARCHIVE, START_FAILED.
 */
export async function replayEmbedded(options: ReplayOptions): Promise<EmbeddedServer & { base: Base }> {
  const places = placesIn(resolve(options.dir));
  prepareFolder(places.dir);
  const base = await baseBefore(options);
  const release = lockFolder(places.dir);
  try {
    if (existsSync(places.cluster) && !existsSync(markIn(places))) {
      throw new EmbeddedError(
        'DATA_EXISTS',
        `There is a database in ${places.dir}: move that folder away first.`,
      );
    }
    options.onProgress?.('Unpacking the base');
    await placeBase(places, base);
  } finally {
    release();
  }
  options.onProgress?.('Replaying the log');
  const server = await start(options);
  await rm(markIn(places), { force: true });
  return { ...server, base };
}

async function baseBefore({ archive, until }: ReplayOptions): Promise<Base> {
  const bases = await listBases(archive.bases);
  const usable = bases.filter(({ stoppedAt }) => until === null || stoppedAt <= until);
  const base = usable.at(-1);
  if (base) return base;
  throw new EmbeddedError(
    'NO_ARCHIVE',
    bases[0]
      ? `The oldest base in ${archive.bases} is of ${bases[0].stoppedAt.toISOString()}; nothing earlier can be restored from the log.`
      : `There is no base of the database in ${archive.bases}.`,
  );
}

async function start({ dir, archive, until, durable, onProgress }: ReplayOptions): Promise<EmbeddedServer> {
  try {
    return await startEmbedded({
      dir,
      archiveDir: archive.wal,
      recovery: { until },
      ...(durable === undefined ? {} : { durable }),
      ...(onProgress ? { onProgress } : {}),
    });
  } catch (error) {
    if (
      !(error instanceof EmbeddedError) ||
      !/ended before configured recovery target/.test(String(error.cause))
    )
      throw error;
    throw new EmbeddedError(
      'NO_ARCHIVE',
      `The log in ${archive.wal} ends before ${until?.toISOString()}; restore up to its end by "latest".`,
      error,
    );
  }
}

/** Beside, then renamed; the mark is there before and until the log is replayed. */
async function placeBase(places: Places, base: Base): Promise<void> {
  const half = `${places.cluster}.half`;
  await writeFile(markIn(places), `${base.folder}\n`, { mode: 0o600, flush: true });
  await rm(places.cluster, { recursive: true, force: true });
  await rm(half, { recursive: true, force: true });
  const runner = chooseRunner(places.cluster);
  await unpackFolder(join(base.folder, 'cluster'), half, runner);
  for (const [name, from] of [
    ['backup_label', join(base.folder, 'backup_label')],
    ['recovery.signal', null],
  ] as const) {
    const path = join(half, name);
    if (from) await copyFile(from, path);
    else await writeFile(path, '');
    await chmod(path, 0o600);
    giveTo(runner, path);
  }
  await copyFile(join(base.folder, 'password'), places.password);
  await chmod(places.password, 0o600);
  await syncFolder(half);
  await rename(half, places.cluster);
}

async function unpackFolder(from: string, to: string, runner: Runner): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  giveTo(runner, to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    if (entry.isDirectory()) {
      await unpackFolder(source, join(to, entry.name), runner);
      continue;
    }
    await requireFile(source);
    const target = join(to, entry.name.replace(/\.gz$/, ''));
    await pipeline(
      createReadStream(source),
      createGunzip(),
      createWriteStream(target, { mode: 0o600, flush: true }),
    );
    giveTo(runner, target);
  }
}

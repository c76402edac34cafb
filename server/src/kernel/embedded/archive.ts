import { rm } from 'node:fs/promises';
import { pruneWal } from '../backup/keep.ts';
import type { Clock } from '../clock.ts';
import { type Base, type BaseOptions, listBases, takeBase } from './bases.ts';

/** Where the log and the bases of an embedded server lie. */
export type Archive = { wal: string; bases: string };

const dayMs = 24 * 3_600_000;
/** A base a day; the newest three stay, and the log since the oldest of them. */
const baseEveryMs = dayMs;
const basesKept = 3;
/** Log and bases older than this go anyway: a disk is not to fill because no base can be taken. */
const keptMs = 7 * dayMs;
/** The first look comes late, so that a start has the disk to itself. */
const firstLookMs = 60_000;
const lookEveryMs = 3_600_000;

/** Removes what no restore needs any more; answers the number of segments. */
export async function pruneArchive(archive: Archive, now: Date): Promise<number> {
  const bases = await listBases(archive.bases);
  const oldest = now.getTime() - keptMs;
  const kept = bases.slice(-basesKept).filter(({ startedAt }) => startedAt.getTime() > oldest);
  for (const base of bases) {
    if (!kept.includes(base)) await rm(base.folder, { recursive: true, force: true });
  }
  return pruneWal(archive.wal, new Date(Math.max(oldest, kept[0]?.startedAt.getTime() ?? oldest)));
}

const isDue = (newest: Base | undefined, now: Date): boolean =>
  !newest || now.getTime() - newest.stoppedAt.getTime() >= baseEveryMs;

export type ArchiveKeeper = {
  server: Omit<BaseOptions, 'to' | 'clock'>;
  archive: Archive;
  clock: Clock;
  /** Told in one sentence what did not work; it is tried again. */
  onTrouble(text: string): void;
};

/** Takes a base when one is due and tidies up, from a minute after the start on. Answers what ends it. */
export function keepArchive({ server, archive, clock, onTrouble }: ArchiveKeeper): () => void {
  let ended = false;
  const look = async (): Promise<void> => {
    try {
      if (isDue((await listBases(archive.bases)).at(-1), clock.now()))
        await takeBase({ ...server, to: archive.bases, clock });
      await pruneArchive(archive, clock.now());
    } catch (error) {
      if (!ended) onTrouble(`No base of the database could be taken: ${(error as Error).message}`);
    }
  };
  const first = setTimeout(() => void look(), firstLookMs).unref();
  const often = setInterval(() => void look(), lookEveryMs).unref();
  return () => {
    ended = true;
    clearTimeout(first);
    clearInterval(often);
  };
}

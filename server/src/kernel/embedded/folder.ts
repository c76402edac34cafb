import { accessSync, constants, existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedError, systemCode } from './errors.ts';

/** Below this many free bytes a start is refused: a fresh cluster takes 39 MiB, one WAL segment 16 MiB. */
export const minimalFreeBytes = 150 * 1024 * 1024;

/** Makes the folder and checks that this process may write in it. Throws DATA_NOT_WRITABLE or NO_DISK_SPACE. */
export function prepareFolder(dir: string): void {
  try {
    // As root the server may have to run as another user, who must get through; what lies within is 0600 and 0700.
    makeFolder(dir, process.getuid?.() === 0 ? 0o711 : 0o700);
    if (!statSync(dir).isDirectory()) throw notWritable(dir);
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderError(dir, error);
  }
}

/** Step by step: Node's own recursive form never ends where a parent takes no folders (/proc). */
function makeFolder(dir: string, mode: number): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir), mode);
  mkdirSync(dir, { mode });
}

/** Refuses with NO_DISK_SPACE when fewer than `needed` bytes are free where `dir` lies. */
export function checkFreeSpace(dir: string, needed: number = minimalFreeBytes): void {
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize < needed) throw noSpace(dir);
}

/** Turns a file system error on the data folder into one of ours; passes anything else through. */
export function folderError(dir: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(dir, error);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code))
    return notWritable(dir, error);
  return error;
}

/** The error for a full disk. */
export function noSpace(dir: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError('NO_DISK_SPACE', `There is no disk space left for the data folder ${dir}.`, cause);
}

/** The error for a folder that this user cannot write. */
export function notWritable(dir: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    'DATA_NOT_WRITABLE',
    `The data folder ${dir} cannot be written by this user.`,
    cause,
  );
}

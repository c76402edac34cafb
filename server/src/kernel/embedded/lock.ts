import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError, systemCode } from './errors.ts';
import { isAlive, startMark } from './processes.ts';

const lockName = /^meada-(\d{1,10})-([A-Za-z0-9]+)\.lock$/;

/**
 * Takes a folder for this process; answers what gives it back. A lock of a process that is gone (killed, machine
 * restarted) counts for nothing. Throws DATA_IN_USE when a living process holds the folder.
 *
 * Each taker first writes a file with its own name, then looks at the others': of two at once both may
 * withdraw, but never both succeed, and there is no moment in which a stale lock is taken over twice.
 */
export function lockFolder(dir: string): () => void {
  const own = `meada-${process.pid}-${startMark(process.pid)}.lock`;
  const path = join(dir, own);
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw inUse(dir, process.pid);
    throw error;
  }
  const release = () => rmSync(path, { force: true });
  for (const name of readdirSync(dir)) {
    const found = lockName.exec(name);
    if (!found || name === own) continue;
    const pid = Number(found[1]);
    if (isAlive(pid) && startMark(pid) === found[2]) {
      release();
      throw inUse(dir, pid);
    }
    rmSync(join(dir, name), { force: true });
  }
  return release;
}

function inUse(dir: string, pid: number): EmbeddedError {
  return new EmbeddedError(
    'DATA_IN_USE',
    `The data folder ${dir} is in use by another Meada (process ${pid}).`,
  );
}

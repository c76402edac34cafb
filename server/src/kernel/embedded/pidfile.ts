import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from './cluster.ts';
import { commandLine, isAlive } from './processes.ts';

/** What postmaster.pid tells of a server: its process, its port and its state (line 8). */
export type PidFile = { pid: number; port: number; status: string };

/** Reads postmaster.pid; undefined when there is none or it is not (yet) complete. */
export function readPidFile(places: Places): PidFile | undefined {
  try {
    const lines = readFileSync(join(places.cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (!Number.isInteger(pid) || pid < 1 || !Number.isInteger(port)) return undefined;
    return { pid, port, status: (lines[7] ?? '').trim() };
  } catch {
    return undefined;
  }
}

/** Whether the process named in the file is a PostgreSQL on this very cluster, not a later one with its number. */
export function isPostmaster(places: Places, pid: number): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  return process.platform === 'win32' ? /postgres/i.test(command) : command.includes(places.cluster);
}

/** Drops a postmaster.pid that names a process that is not this cluster's server; the server would refuse to start. */
export function dropStalePidFile(places: Places): void {
  const found = readPidFile(places);
  if (found && !isPostmaster(places, found.pid))
    rmSync(join(places.cluster, 'postmaster.pid'), { force: true });
}

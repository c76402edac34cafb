import { isPostmaster, readPidFile } from './pidfile.ts';
import { askServer, type Running, type Site, stopServer } from './postmaster.ts';
import { isAlive, waitUntil } from './processes.ts';

/** A server that a killed Meada left may still be recovering or shutting down. */
const settleLimitMs = 60_000;

/**
 * Takes over a server that is still running on our cluster: the named process must be a PostgreSQL on this data
 * folder and accept our password. With `same` false (its settings or programs are not today's) it is stopped
 * instead. Answers undefined when none is left running.
 */
export async function adoptServer(site: Site, same: boolean): Promise<Running | undefined> {
  const found = readPidFile(site.places);
  if (!found || !isPostmaster(site.places, found.pid)) return undefined;
  let ours = false;
  await waitUntil(async () => {
    if (!isAlive(found.pid)) return true;
    ours = (await askServer(site, found.port)) === 'ours';
    return ours;
  }, settleLimitMs);
  if (!isAlive(found.pid)) return undefined;
  if (ours && same) return { pid: found.pid, port: found.port };
  await stopServer(site, found.pid);
  return undefined;
}

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Places, placesIn } from './cluster.ts';
import { isPostmaster, readPidFile } from './pidfile.ts';
import { askServer } from './postmaster.ts';
import { waitUntil } from './processes.ts';

/** A server that another Meada runs: reachable, not ours to stop. */
export type AttachedServer = { port: number; url(user: string, database: string, password?: string): string };

/** A Meada that has just started may still be recovering. */
const settleLimitMs = 30_000;

/**
 * Finds the server that another process runs on the folder, by the port and the password kept in it. Answers null when
 * none answers within half a minute.
 */
export async function attachEmbedded(dir: string): Promise<AttachedServer | null> {
  const wanted = resolve(dir);
  if (!existsSync(wanted)) return null;
  const places = placesIn(realpathSync(wanted));
  let port: number | null = null;
  await waitUntil(async () => {
    port = await answeringPort(places);
    return port !== null;
  }, settleLimitMs);
  if (port === null) return null;
  const secret = passwordIn(places);
  return {
    port,
    url: (user, database, password) => {
      const own = password ?? (user === 'postgres' ? secret : '');
      const who = encodeURIComponent(user) + (own ? `:${encodeURIComponent(own)}` : '');
      return `postgres://${who}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    },
  };
}

async function answeringPort(places: Places): Promise<number | null> {
  const found = readPidFile(places);
  if (!found || !isPostmaster(places, found.pid) || !existsSync(places.password)) return null;
  const site = { places, password: passwordIn(places) };
  return (await askServer(site, found.port)) === 'ours' ? found.port : null;
}

const passwordIn = (places: Places): string => readFileSync(places.password, 'utf8').trim();

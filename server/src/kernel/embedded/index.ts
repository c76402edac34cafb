import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { adoptServer } from './adopt.ts';
import { type Binaries, copyBinaries, findBinaries, linkLibraries } from './binaries.ts';
import { checkVersion, createCluster, type Places, placesIn, superuserPassword } from './cluster.ts';
import { EmbeddedError } from './errors.ts';
import { checkFreeSpace, folderError, notWritable, prepareFolder } from './folder.ts';
import { lockFolder } from './lock.ts';
import { choosePort, keepPort, keptPort } from './port.ts';
import { type Running, type Site, startServer } from './postmaster.ts';
import { type Recovery, settingsText } from './settings.ts';
import { supervise } from './supervise.ts';
import { canReach, chooseRunner, giveTo, letThrough, type Runner } from './user.ts';

export { type AttachedServer, attachEmbedded } from './attach.ts';
export { EmbeddedError, type EmbeddedErrorCode } from './errors.ts';
export { lockFolder } from './lock.ts';

/** How to run the embedded server. */
export type EmbeddedOptions = {
  /** The server's own folder; made when missing. */
  dir: string;
  /** A port of 127.0.0.1; without it a free one, kept for the next start. */
  port?: number;
  /** false for tests only: a power cut may lose everything. */
  durable?: boolean;
  /** Where finished WAL segments go; no archiving without it. */
  archiveDir?: string;
  /** Replays the log in `archiveDir` first; only on a folder that was prepared for it (`replay.ts`). */
  recovery?: Recovery;
  /** Told in one English sentence what takes its time. */
  onProgress?: (text: string) => void;
  /** Told when the server died and could not be started again. */
  onLost?: (error: EmbeddedError) => void;
  /** The npm package folder of the programs, for upgrades between major versions; today's by default. */
  packageDir?: string;
};

/** A running embedded PostgreSQL. */
export type EmbeddedServer = {
  host: string;
  port: number;
  /** The superuser's (`postgres`). */
  password: string;
  /** Whether a server left by a killed Meada was taken over. */
  adopted: boolean;
  /** A connection address; the password is the superuser's for `postgres`, else none, unless given. */
  url(user: string, database: string, password?: string): string;
  /** Fast shutdown; resolves when the server is gone and the folder is free. */
  stop(): Promise<void>;
};

const host = '127.0.0.1';

/**
 * Starts PostgreSQL on the folder, or takes over the one that a killed Meada left running on it; restarts it on
 * the same port when it dies. Throws an EmbeddedError, whose message is one sentence for the operator.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const found = findBinaries(options.packageDir);
  const wanted = resolve(options.dir);
  prepareFolder(wanted);
  const dir = realpathSync(wanted);
  const release = lockOrSay(dir);
  try {
    const site = prepareSite(placesIn(dir), found, options);
    const { running, adopted } = await bringUp(site, options);
    keepPort(site.places, running.port);
    return serverOn(site, running, {
      adopted,
      release,
      onLost: options.onLost,
      onProgress: options.onProgress,
    });
  } catch (error) {
    release();
    throw folderError(dir, error);
  }
}

function lockOrSay(dir: string): () => void {
  try {
    return lockFolder(dir);
  } catch (error) {
    throw folderError(dir, error);
  }
}

/** Everything before the first process: programs, user, password, cluster. */
function prepareSite(places: Places, found: Binaries, options: EmbeddedOptions): Site {
  checkFreeSpace(places.dir);
  const runner = chooseRunner(places.cluster);
  letThrough(runner, places.dir);
  if (!canReach(runner, places.cluster)) {
    throw new EmbeddedError(
      'NOT_REACHABLE_AS_ROOT',
      `PostgreSQL may not run as root and its user cannot enter ${places.dir}: run Meada as another user or choose another --data folder.`,
    );
  }
  const binaries = usableBinaries(found, runner, places);
  const durable = options.durable ?? true;
  const site = { places, binaries, runner, password: superuserPassword(places), diesWithUs: !durable };
  if (existsSync(places.cluster)) {
    checkVersion(places, binaries);
    checkOwner(places);
  } else {
    options.onProgress?.('Creating the database');
    createCluster(places, binaries, { runner, durable });
  }
  return site;
}

/** Programs with their links, in a place the runner's user can enter. */
function usableBinaries(found: Binaries, runner: Runner, places: Places): Binaries {
  const linked = linkLibraries(found, places.dir);
  return canReach(runner, join(linked.root, 'bin')) ? linked : copyBinaries(linked, '/var/lib/meada');
}

/** PostgreSQL itself refuses a folder of another user, with a sentence nobody understands. */
function checkOwner(places: Places): void {
  const uid = process.getuid?.();
  if (uid === undefined || uid === 0) return;
  try {
    readFileSync(join(places.cluster, 'PG_VERSION'));
    mkdirSync(join(places.cluster, 'pg_wal'), { recursive: true });
  } catch (error) {
    throw notWritable(places.dir, error);
  }
}

async function bringUp(
  site: Site,
  options: EmbeddedOptions,
): Promise<{ running: Running; adopted: boolean }> {
  const settings = (port: number) =>
    settingsText({
      port,
      durable: options.durable ?? true,
      version: site.binaries.version,
      ...(options.archiveDir === undefined ? {} : { archiveDir: resolve(options.archiveDir) }),
      ...(options.recovery ? { recovery: options.recovery } : {}),
    });
  if (options.archiveDir !== undefined) {
    mkdirSync(options.archiveDir, { recursive: true, mode: 0o700 });
    giveTo(site.runner, resolve(options.archiveDir));
  }
  const file = site.places.settings;
  const kept = options.port ?? keptPort(site.places);
  const same = kept !== undefined && existsSync(file) && readFileSync(file, 'utf8') === settings(kept);
  const left = await adoptServer(site, same);
  if (left) return { running: left, adopted: true };
  for (let tries = 1; ; tries += 1) {
    writeFileSync(file, settings(await choosePort(site.places, options.port)));
    giveTo(site.runner, file);
    options.onProgress?.('Starting the database');
    try {
      return { running: await startServer(site), adopted: false };
    } catch (error) {
      // Someone took the free port first: look for another.
      if (tries === 3 || options.port !== undefined || !/bind/.test(String((error as Error).cause)))
        throw error;
    }
  }
}

type Held = { adopted: boolean; release: () => void } & Pick<EmbeddedOptions, 'onLost' | 'onProgress'>;

function serverOn(site: Site, running: Running, held: Held): EmbeddedServer {
  const watched = supervise(site, running, held);
  let stopped: Promise<void> | undefined;
  return {
    host,
    port: running.port,
    password: site.password,
    adopted: held.adopted,
    url: (user, database, password) => {
      const secret = password ?? (user === 'postgres' ? site.password : '');
      const who = encodeURIComponent(user) + (secret ? `:${encodeURIComponent(secret)}` : '');
      return `postgres://${who}@${host}:${running.port}/${encodeURIComponent(database)}`;
    },
    stop: () => {
      stopped ??= watched.stop().finally(held.release);
      return stopped;
    },
  };
}

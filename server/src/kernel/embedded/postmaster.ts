import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { parse } from 'node:path';
import { Client } from 'pg';
import { type Binaries, program } from './binaries.ts';
import { type Places, startError } from './cluster.ts';
import { dropStalePidFile, isPostmaster, readPidFile } from './pidfile.ts';
import { isAlive, waitUntil } from './processes.ts';
import { commandFor, type Runner } from './user.ts';

/** All that is needed to start and stop one cluster's server. */
export type Site = {
  places: Places;
  binaries: Binaries;
  runner: Runner;
  password: string;
  /** For tests: a killed run leaves no server behind (where the system can do that: Linux). */
  diesWithUs: boolean;
};

/** A server that answers. */
export type Running = { pid: number; port: number };

const logLimitBytes = 10 * 1024 * 1024;
/** After kill -9 of the postmaster its children hold the shared memory for about a second. */
const leftoverLimitMs = 30_000;
/** Crash recovery may take long with much WAL; as long as the process lives we wait. */
const recoveryLimitMs = 30 * 60_000;
/** A fast shutdown writes a checkpoint; when even that hangs, the immediate one costs a recovery only. */
const stopLimitMs = 60_000;

/** Starts the server and waits until it answers. Throws START_FAILED, NO_DISK_SPACE. */
export async function startServer(site: Site): Promise<Running> {
  const end = performance.now() + leftoverLimitMs;
  for (;;) {
    dropStalePidFile(site.places);
    const output = await attempt(site);
    if (typeof output !== 'string') return output;
    const leftover = /pre-existing shared memory block|lock file "postmaster.pid"/.test(output);
    if (!leftover || performance.now() > end) throw startError(site.places, output);
    await waitUntil(() => false, 200);
  }
}

/** Stops the server by a fast shutdown and waits until it is gone. */
export async function stopServer(site: Site, pid: number): Promise<void> {
  const gone = () => !isAlive(pid);
  if (process.platform === 'win32') {
    // Windows has no SIGINT for a foreign process: a kill would cost a crash recovery.
    const args = ['stop', '-D', site.places.cluster, '-m', 'fast', '-w', '-s'];
    const run = commandFor(site.runner, program(site.binaries, 'pg_ctl'), args);
    spawnSync(run.command, run.args, run.options);
  } else {
    signal(pid, 'SIGINT');
  }
  if (await waitUntil(gone, stopLimitMs)) return;
  signal(pid, process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT');
  await waitUntil(gone, stopLimitMs);
}

/**
 * Asks the server on `port` which cluster it serves, as superuser: 'ours' when it is this one, 'busy' when it
 * is starting or stopping, 'none' when nobody, or somebody else, answers.
 */
export async function askServer(
  site: Pick<Site, 'places' | 'password'>,
  port: number,
): Promise<'ours' | 'busy' | 'none'> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    password: site.password,
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks after the answer must not end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return samePath(rows[0]?.data_directory ?? '', site.places.cluster) ? 'ours' : 'none';
  } catch (error) {
    // 57P03 cannot_connect_now: starting up, in recovery or shutting down.
    return (error as { code?: string }).code === '57P03' ? 'busy' : 'none';
  } finally {
    await client.end().catch(() => {});
  }
}

/** One start; answers the running server, or what it printed when it ended. */
async function attempt(site: Site): Promise<Running | string> {
  const from = trimLog(site.places.log);
  const child = launch(site);
  let ended = false;
  let reason = '';
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', (error) => {
    ended = true;
    reason = error.message;
  });
  const byControl = process.platform === 'win32';
  let running: Running | undefined;
  await waitUntil(async () => {
    const found = readPidFile(site.places);
    const own = found && (byControl || found.pid === child.pid);
    if (own && found.status === 'ready' && (await askServer(site, found.port)) === 'ours') {
      running = { pid: found.pid, port: found.port };
      return true;
    }
    return ended && !(byControl && found && isPostmaster(site.places, found.pid));
  }, recoveryLimitMs);
  return running ?? reason + readFileSync(site.places.log).subarray(from).toString('utf8');
}

/**
 * The server gets a session of its own: Ctrl-C in the terminal must reach us only, who drain first and stop the
 * database last. Its output goes to a file, so that our death does not break its pipe.
 */
function launch(site: Site): ChildProcess {
  const log = openSync(site.places.log, 'a', 0o600);
  const windows = process.platform === 'win32';
  // pg_ctl gives up an administrator's rights, which the server refuses to have.
  const args = windows ? ['start', '-D', site.places.cluster, '-W', '-s'] : ['-D', site.places.cluster];
  const file = program(site.binaries, windows ? 'pg_ctl' : 'postgres');
  const bound = site.diesWithUs && canBind();
  const run = bound
    ? commandFor(site.runner, 'setpriv', ['--pdeathsig', 'INT', file, ...args])
    : commandFor(site.runner, file, args);
  const child = spawn(run.command, run.args, {
    ...run.options,
    cwd: parse(site.places.dir).root,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

/** Whether util-linux's setpriv is there, which ties a child's life to ours. */
function canBind(): boolean {
  return spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' }).status === 0;
}

/** Keeps the log below its limit with one older file beside; answers where this run's output begins. */
function trimLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= logLimitBytes) return size;
  renameSync(path, `${path}.1`);
  return 0;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

function samePath(a: string, b: string): boolean {
  const plain = (path: string) => path.replaceAll('\\', '/').replace(/\/+$/, '');
  return process.platform === 'win32'
    ? plain(a).toLowerCase() === plain(b).toLowerCase()
    : plain(a) === plain(b);
}

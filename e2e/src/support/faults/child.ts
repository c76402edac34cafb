import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { attachEmbedded } from '../../../../server/src/kernel/embedded/index.ts';

const main = fileURLToPath(new URL('../../../../server/src/main.ts', import.meta.url));

/** A whole Meada in a process of its own, on a folder of its own, always at the same address. */
export type Child = {
  url: string;
  /** SIGKILL to the server, and up again; PostgreSQL goes on alone meanwhile. */
  killServer(): Promise<void>;
  /** SIGKILL to PostgreSQL; the server starts it again. */
  killDatabase(): Promise<unknown>;
  /** A statement as the database's superuser, for what only time would do otherwise, and to judge by. */
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
};

/** Waits until the work answers without throwing; throws its last error after the time (ms). */
export async function until<T>(work: () => Promise<T>, ms = 60_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(20);
    }
  }
}

/** Starts a server; `env` says what it may reach. */
export async function startChild(env: Record<string, string> = {}): Promise<Child> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meada-faults-'));
  const port = await freePort();
  const whole = {
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...env,
  };
  let running = await spawned(whole);
  return {
    url: `http://127.0.0.1:${port}`,
    killServer: async () => {
      await gone(running, 'SIGKILL');
      running = await spawned(whole);
    },
    killDatabase: async () => process.kill(databasePid(dataDir), 'SIGKILL'),
    query: (text, values) => until(() => query(dataDir, text, values)),
    stop: async () => {
      const isDead = running.exitCode !== null || running.signalCode !== null;
      // A server that did not come up again leaves its database behind.
      if (isDead && existsSync(pidFile(dataDir))) process.kill(databasePid(dataDir), 'SIGINT');
      await gone(running, 'SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const pidFile = (dataDir: string): string => join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
const databasePid = (dataDir: string): number =>
  Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]);

async function spawned(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the server ended while it started');
  });
  ended.catch(() => {});
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), ended]);
  return child;
}

async function gone(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

async function query<T extends pg.QueryResultRow>(
  dir: string,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const server = await attachEmbedded(join(dir, 'postgres'));
  if (!server) throw new Error('the database does not answer');
  const client = new pg.Client({ connectionString: server.url('postgres', 'meada') });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbedded } from '../../../server/src/kernel/embedded/index.ts';
import { prepareTemplate, templateName, urlAs } from '../../../server/src/kernel/testing/template.ts';
import { cpuOf, parentOf } from './processes.ts';

/** The real server in a process of its own; commands go to serve.ts. */
export type Server = {
  url: string;
  pid: number;
  /** Microseconds of CPU used so far. */
  cpu(): number;
  ask<T>(command: Record<string, unknown>): Promise<T>;
  stop(): Promise<void>;
};

export type ServerOptions = {
  roles?: string;
  /** Folder for a CPU profile. */
  profile?: string;
  /** Options of node. */
  node?: string[];
  env?: Record<string, string>;
};

/** A durable PostgreSQL on a folder of its own and an empty, migrated database. */
export type Rig = {
  superuser: pg.Client;
  superuserUrl: string;
  appUrl: string;
  /** Microseconds of CPU of PostgreSQL, ended backends included. */
  databaseCpu(): number;
  serve(options?: ServerOptions): Promise<Server>;
  stop(): Promise<void>;
};

const database = 'meada_bench';

/** With `kept` on that folder, which stays: what is slow to fill is filled once and measured often. */
export async function openRig(kept?: string): Promise<Rig> {
  const dir = kept ?? mkdtempSync(join(tmpdir(), 'meada-bench-'));
  const server = await startEmbedded({ dir: join(dir, 'postgres'), durable: true });
  const superuserUrl = await makeDatabase(server);
  const superuser = new pg.Client({ connectionString: superuserUrl });
  await superuser.connect();
  await superuser.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements').catch(() => {});
  const { rows } = await superuser.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  const servers = new Set<Server>();
  return {
    superuser,
    superuserUrl,
    appUrl: urlAs(superuserUrl, 'app', database),
    databaseCpu: () => cpuOf(postmaster),
    serve: async (options = {}) => {
      const started = await startServer(superuserUrl, join(dir, 'data'), options);
      servers.add(started);
      return started;
    },
    stop: async () => {
      await Promise.all([...servers].map((started) => started.stop()));
      await superuser.end();
      await server.stop();
      if (!kept) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(server: EmbeddedServer): Promise<string> {
  const admin = new pg.Client({ connectionString: server.url('postgres', 'postgres') });
  await admin.connect();
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) {
    await prepareTemplate(server.url('postgres', 'postgres'));
    await admin.query(`CREATE DATABASE ${database} TEMPLATE ${templateName}`);
  }
  await admin.end();
  return server.url('postgres', database);
}

async function startServer(superuserUrl: string, dataDir: string, options: ServerOptions): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), {
    execArgv: [
      ...(options.node ?? []),
      ...(options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : []),
    ],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLES: options.roles ?? 'web,live,worker,listen',
      BENCH_URLS: JSON.stringify({
        appUrl: urlAs(superuserUrl, 'app', database),
        systemUrl: urlAs(superuserUrl, 'system', database),
      }),
      ...options.env,
    },
  });
  const ready = await answerOf<{ url: string }>(child, 0);
  const pid = child.pid ?? 0;
  let count = 0;
  let stopped: Promise<void> | null = null;
  return {
    url: ready.url,
    pid,
    cpu: () => cpuOf(pid),
    ask: (command) => {
      count += 1;
      child.send({ ...command, id: count });
      return answerOf(child, count);
    },
    stop: () => {
      stopped ??= (async () => {
        if (child.exitCode !== null) return;
        child.send({ do: 'stop', id: -1 });
        await once(child, 'exit');
      })();
      return stopped;
    },
  };
}

function answerOf<T>(child: ChildProcess, id: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('the server of the benchmark ended'));
    const heard = (message: unknown): void => {
      const answer = message as { id: number; value: T; error?: string };
      if (answer.id !== id) return;
      child.off('message', heard);
      child.off('exit', gone);
      if (answer.error) reject(new Error(answer.error));
      else resolve(answer.value);
    };
    child.on('message', heard);
    child.once('exit', gone);
  });
}

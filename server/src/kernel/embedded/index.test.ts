import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbedded } from './index.ts';
import { isAlive, waitUntil } from './processes.ts';

const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function freshFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'meada-embedded-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function started(dir: string, more: { archiveDir?: string } = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dir, ...more });
  undo.push(() => server.stop());
  return server;
}

async function query(server: { url: EmbeddedServer['url'] }, text: string): Promise<string> {
  const client = new Client({ connectionString: server.url('postgres', 'postgres') });
  client.on('error', () => {});
  await client.connect();
  try {
    const result = await client.query({ text, rowMode: 'array' });
    return String(result.rows[0]?.[0] ?? '');
  } finally {
    await client.end();
  }
}

function postmasterPid(dir: string): number {
  return Number(readFileSync(join(dir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** A Meada of its own process that starts the server and says where; it can be killed without mercy. */
async function otherMeada(dir: string): Promise<{ pid: number; kill: () => Promise<void> }> {
  const program = `
    import { startEmbedded } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    const server = await startEmbedded({ dir: ${JSON.stringify(dir)} });
    console.log(server.port);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', () => reject(new Error('the other Meada ended')));
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  undo.push(kill);
  return { pid: child.pid ?? 0, kill };
}

test('starts, keeps data and port over a restart, and lets only the password in', async () => {
  const dir = freshFolder();
  const first = await started(dir);
  expect(await query(first, 'CREATE TABLE kept AS SELECT 42 AS n')).toBe('');
  expect(await query(first, 'SHOW fsync')).toBe('on');
  const stranger = new Client({ connectionString: first.url('postgres', 'postgres', 'wrong') });
  await expect(stranger.connect()).rejects.toThrow(/password authentication failed/);
  await first.stop();
  const second = await started(dir);
  expect(second.port).toBe(first.port);
  expect(second.adopted).toBe(false);
  expect(await query(second, 'SELECT n FROM kept')).toBe('42');
});

test('takes over the server that a killed Meada left, and stops it', async () => {
  const dir = freshFolder();
  const other = await otherMeada(dir);
  const pid = postmasterPid(dir);
  await other.kill();
  expect(isAlive(pid)).toBe(true);
  const server = await started(dir);
  expect(server.adopted).toBe(true);
  expect(postmasterPid(dir)).toBe(pid);
  expect(await query(server, 'SELECT 1')).toBe('1');
  await server.stop();
  expect(isAlive(pid)).toBe(false);
});

test('refuses a folder that another living Meada uses', async () => {
  const dir = freshFolder();
  const other = await otherMeada(dir);
  await expect(startEmbedded({ dir })).rejects.toMatchObject({
    code: 'DATA_IN_USE',
    message: expect.stringContaining(String(other.pid)),
  });
  await other.kill();
  expect((await started(dir)).adopted).toBe(true);
});

test('starts the server again on the same port when it was killed, and loses nothing', async () => {
  const dir = freshFolder();
  const server = await started(dir);
  await query(server, 'CREATE TABLE kept AS SELECT 7 AS n');
  const pid = postmasterPid(dir);
  process.kill(pid, 'SIGKILL');
  const back = () =>
    query(server, 'SELECT n FROM kept').then(
      (n) => n === '7' && postmasterPid(dir) !== pid,
      () => false,
    );
  expect(await waitUntil(back, 40_000)).toBe(true);
});

test('a stale postmaster.pid that names a living foreign process does not keep it from starting', async () => {
  const dir = freshFolder();
  const first = await started(dir);
  const file = join(dir, 'cluster', 'postmaster.pid');
  const text = readFileSync(file, 'utf8');
  await first.stop();
  writeFileSync(file, text.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
  const second = await started(dir);
  expect(second.adopted).toBe(false);
  expect(await query(second, 'SELECT 1')).toBe('1');
});

test('a server left with other settings is replaced, not taken over', async () => {
  const dir = freshFolder();
  const other = await otherMeada(dir);
  await other.kill();
  const server = await started(dir, { archiveDir: join(dir, 'archive') });
  expect(server.adopted).toBe(false);
  expect(await query(server, 'SHOW archive_mode')).toBe('on');
});

test('archives finished segments into the folder, whatever its name', async () => {
  const dir = freshFolder();
  const archiveDir = join(dir, "o'archive 100%");
  const server = await started(dir, { archiveDir });
  await query(server, 'CREATE TABLE t AS SELECT 1');
  const name = await query(server, 'SELECT pg_walfile_name(pg_switch_wal())');
  const there = () => existsSync(join(archiveDir, name)) || existsSync(join(archiveDir, `${name}.gz`));
  expect(await waitUntil(there, 20_000)).toBe(true);
});

test('a start cut short while creating the cluster is begun again', async () => {
  const dir = freshFolder();
  await started(dir).then((server) => server.stop());
  rmSync(join(dir, 'cluster', 'global'), { recursive: true });
  renameSync(join(dir, 'cluster'), join(dir, 'cluster.half'));
  expect(await query(await started(dir), 'SELECT 1')).toBe('1');
});

test('refuses data of a newer PostgreSQL, of an older one, and a cluster without its password', async () => {
  const dir = freshFolder();
  await started(dir).then((server) => server.stop());
  const version = join(dir, 'cluster', 'PG_VERSION');
  writeFileSync(version, '99\n');
  await expect(startEmbedded({ dir })).rejects.toMatchObject({ code: 'DATA_NEWER' });
  writeFileSync(version, '15\n');
  await expect(startEmbedded({ dir })).rejects.toMatchObject({ code: 'DATA_OLDER' });
  rmSync(join(dir, 'password'));
  await expect(startEmbedded({ dir })).rejects.toMatchObject({ code: 'DATA_INCOMPLETE' });
});

test('a data folder that cannot be written is one sentence', async () => {
  const dir = freshFolder();
  writeFileSync(join(dir, 'file'), '');
  await expect(startEmbedded({ dir: join(dir, 'file', 'data') })).rejects.toMatchObject({
    code: 'DATA_NOT_WRITABLE',
  });
  await expect(startEmbedded({ dir: '/proc/meada/data' })).rejects.toMatchObject({
    code: 'DATA_NOT_WRITABLE',
  });
  await expect(startEmbedded({ dir: join(dir, 'file') })).rejects.toMatchObject({
    code: 'DATA_NOT_WRITABLE',
  });
});

test('as root it runs as somebody else, also where user namespaces are forbidden', async () => {
  const dir = freshFolder();
  const fake = freshFolder();
  writeFileSync(join(fake, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const path = process.env.PATH;
  undo.push(() => {
    process.env.PATH = path;
  });
  process.env.PATH = `${fake}:${path}`;
  const server = await started(dir);
  expect(await query(server, 'SELECT 1')).toBe('1');
  // Neither the cluster nor the server may be root's; as an ordinary user both are simply ours.
  expect(statSync(join(dir, 'cluster')).uid).not.toBe(0);
  expect(statSync(`/proc/${postmasterPid(dir)}`, { throwIfNoEntry: false })?.uid).not.toBe(0);
  await server.stop();
  process.env.PATH = path;
  // The next start, with namespaces allowed again, keeps to the data's owner.
  expect(await query(await started(dir), 'SELECT 1')).toBe('1');
});

test('as root under a folder that nobody else can enter it says so where namespaces are forbidden', async () => {
  const outer = freshFolder();
  const fake = join(outer, 'bin');
  mkdirSync(fake);
  writeFileSync(join(fake, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const path = process.env.PATH;
  undo.push(() => {
    process.env.PATH = path;
  });
  process.env.PATH = `${fake}:${path}`;
  const start = startEmbedded({ dir: join(outer, 'data') });
  if (process.getuid?.() === 0) await expect(start).rejects.toMatchObject({ code: 'NOT_REACHABLE_AS_ROOT' });
  else await start.then((server) => server.stop());
});

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finish, median, round, say, sized } from './lib/report.ts';

/** Seconds from `npm start` to the line with the address, on a data folder that is there, demo and all. */
const again = sized(5, 3);
const root = join(import.meta.dirname, '../..');

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function startOnce(dir: string, port: number): Promise<number> {
  const from = performance.now();
  const args = [join(root, 'launch/start.mjs'), '--data', dir, '--port', String(port)];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  const took = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      said += data;
      if (said.includes(`:${port}`)) resolve((performance.now() - from) / 1000);
    });
    child.once('exit', () => reject(new Error(`npm start ended: ${said}`)));
  });
  child.removeAllListeners('exit');
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  return took;
}

const dir = mkdtempSync(join(tmpdir(), 'meada-bench-start-'));
try {
  const port = await freePort();
  const first = await startOnce(dir, port);
  say(`first start on an empty folder (installed): ${round(first)} s`);
  const later: number[] = [];
  for (let n = 0; n < again; n += 1) {
    later.push(await startOnce(dir, port));
    say(`again: ${round(later.at(-1) ?? 0)} s`);
  }
  const seconds = median(later);
  finish({
    bench: 'start',
    ratio: null,
    goal: 'second start ≤ 5 s',
    ok: seconds <= 5,
    secondSeconds: round(seconds),
    firstSeconds: round(first),
  });
} finally {
  rmSync(dir, { recursive: true, force: true });
}

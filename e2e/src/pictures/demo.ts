import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running demo and how to end it. */
export type Demo = { url: string; stop(): Promise<void> };

const launcher = join(import.meta.dirname, '../../../launch/start.mjs');
const patienceMs = 300_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts the demo with its simulators on a port and a data folder of its own, as `npm start` does. */
export async function startDemo(): Promise<Demo> {
  const data = mkdtempSync(join(tmpdir(), 'meada-pictures-'));
  const port = await freePort();
  const args = [launcher, '--port', String(port), '--data', data];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `http://localhost:${port}`;
  let heard = '';
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The demo did not start in time.')), patienceMs);
    child.stdout.on('data', (chunk) => {
      heard += chunk;
      if (!heard.includes(`${url}/`)) return;
      clearTimeout(timer);
      resolve();
    });
    void ended.then(() => reject(new Error('The demo ended before it was ready.')));
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { platforms } from './registry.ts';

const program = fileURLToPath(new URL('main.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

type Ready = { ready: boolean; url: string; services: Record<string, string>; allow: string[] };

async function start(port: number, stdio: 'pipe' | 'ipc' = 'pipe') {
  const channels =
    stdio === 'ipc'
      ? (['ignore', 'pipe', 'inherit', 'ipc'] as const)
      : (['pipe', 'pipe', 'inherit'] as const);
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(port), NODE_OPTIONS: '' },
    stdio: [...channels],
  });
  children.push(child);
  if (!child.stdout) throw new Error('no output');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ended: once(child, 'exit'), ready: JSON.parse(line) as Ready };
}

describe('the simulators’ program', () => {
  it('says where everything is, and allows exactly what it started', async () => {
    const { child, ready, ended } = await start(0);
    expect(ready).toMatchObject({ ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    const wanted = ['imap', 'smtp', 'telegram', 'whatsapp', ...platforms.map((one) => one.name)];
    expect(Object.keys(ready.services)).toEqual(expect.arrayContaining(wanted));
    const hosts = Object.values(ready.services).map((address) => address.replace('http://', ''));
    // The page, too: the demo loader plays its scenes there.
    hosts.push(new URL(ready.url).host);
    expect(ready.allow.toSorted()).toEqual(hosts.toSorted());
    expect((await fetch(ready.url)).status).toBe(200);
    child.stdin?.end();
    expect(await ended).toEqual([0, null]);
  });

  it('ends on SIGTERM, also with open event streams', async () => {
    const { child, ready, ended } = await start(0);
    expect((await fetch(`${ready.url}/events`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('ends when its parent lets go, and keeps its ports from run to run', async () => {
    // Below the range the system hands out by itself.
    const port = 20_000 + (process.pid % 1000) * 10;
    const first = await start(port, 'ipc');
    first.child.disconnect();
    expect(await first.ended).toEqual([0, null]);
    const second = await start(port);
    expect(second.ready.url).toBe(first.ready.url);
    expect(second.ready.services).toEqual(first.ready.services);
  });
});

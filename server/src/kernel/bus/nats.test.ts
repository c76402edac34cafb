import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeLog } from '../log.ts';
import type { Bus } from './bus.ts';
import { natsBus } from './nats.ts';

/** Runs where a NATS server is installed; the closing line of the tests says whether one was found. */
const program = ['/usr/sbin/nats-server', '/usr/local/bin/nats-server', '/usr/bin/nats-server'].find(
  existsSync,
);
const soon = { timeout: 15_000, interval: 20 };

let port: number;
let server: ChildProcess;
let here: Bus;
let there: Bus;

async function start(): Promise<void> {
  server = spawn(program ?? '', ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  await once(server, 'spawn');
}

describe.runIf(program)('the bus over NATS', () => {
  beforeAll(async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    port = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    await start();
    const open = () => natsBus(`nats://127.0.0.1:${port}`, makeLog('silent'));
    here = await vi.waitFor(open, soon);
    there = await open();
  });
  afterAll(async () => {
    await here?.close();
    await there?.close();
    server?.kill('SIGKILL');
  });

  it('carries wake-ups and signals to the other process', async () => {
    let wakes = 0;
    const signals: unknown[] = [];
    there.onWake('events', () => {
      wakes += 1;
    });
    there.onSignal('typing', (data) => signals.push(data));
    here.wake('events');
    here.signal('typing', { on: true });
    await vi.waitFor(() => expect(wakes).toBe(1), soon);
    await vi.waitFor(() => expect(signals).toEqual([{ on: true }]), soon);
  });

  it('lesson D24: goes on after the server was killed and came back', async () => {
    let wakes = 0;
    there.onWake('after', () => {
      wakes += 1;
    });
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
    await start();
    await vi.waitFor(() => {
      here.wake('after');
      expect(wakes).toBeGreaterThan(0);
    }, soon);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bus, memoryBus } from '../bus/bus.ts';
import { natsBus } from '../bus/nats.ts';
import { postgresBus } from '../bus/postgres.ts';
import { makeLog } from '../log.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { soon } from '../testing/patience.ts';
import { joinRoster, type Roster } from './roster.ts';

const silent = makeLog('silent');
/** The grace is long enough for a busy machine not to be taken for a dead process. */
const pace = { beatMs: 60, graceMs: 1000 };

/** What every pair of processes must keep, whatever carries their signals. */
function keepsTheRoster(open: () => Promise<Bus>): void {
  const join = async (name: string): Promise<{ bus: Bus; roster: Roster }> => {
    const bus = await open();
    return { bus, roster: joinRoster(bus, name, pace) };
  };
  const leave = async ({ bus, roster }: { bus: Bus; roster: Roster }): Promise<void> => {
    roster.stop();
    await bus.close();
  };

  it('each knows what the other says, also what was said before it came', async () => {
    const one = await join('one');
    one.roster.put('a', { away: true });
    one.roster.put('b', 1);
    one.roster.put('b', null);
    const two = await join('two');
    await vi.waitFor(() => expect(two.roster.all('a')).toEqual([{ away: true }]), soon);
    two.roster.put('a', { away: false });
    await vi.waitFor(() => expect(one.roster.all('a')).toEqual([{ away: true }, { away: false }]), soon);
    one.roster.put('a', null);
    await vi.waitFor(() => expect(two.roster.all('a')).toEqual([{ away: false }]), soon);
    expect(two.roster.all('b')).toEqual([]);
    await leave(one);
    await leave(two);
  });

  it('a signal that was lost is noticed by its number, and many entries come in portions', async () => {
    const one = await join('one');
    const two = await join('two');
    one.roster.put('first', 1);
    await vi.waitFor(() => expect(two.roster.all('first')).toEqual([1]), soon);
    // One that never arrives: said into a bus that is closed to the world.
    const deaf = memoryBus();
    const said = one.bus.signal;
    one.bus.signal = deaf.signal;
    for (let n = 0; n < 200; n += 1) one.roster.put(`key ${n}`, 'ç'.repeat(100));
    one.roster.put('first', null);
    await vi.waitFor(() => expect(one.roster.all('first')).toEqual([]), soon);
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    one.bus.signal = said;
    await vi.waitFor(() => expect(two.roster.all('key 199')).toEqual(['ç'.repeat(100)]), soon);
    expect(two.roster.all('key 0')).toEqual(['ç'.repeat(100)]);
    expect(two.roster.all('first')).toEqual([]);
    await leave(one);
    await leave(two);
  });

  it('a process that falls silent is forgotten; one that says good-bye after the grace', async () => {
    const [one, two, three] = [await join('one'), await join('two'), await join('three')];
    two.roster.put('dead', 1);
    three.roster.put('stopped', 1);
    await vi.waitFor(
      () => expect([...one.roster.all('dead'), ...one.roster.all('stopped')]).toHaveLength(2),
      soon,
    );
    const changed: string[] = [];
    one.roster.onChange((key) => changed.push(key));
    // As after kill -9: not another word.
    two.bus.signal = () => {};
    three.roster.stop();
    expect(one.roster.all('stopped')).toEqual([1]);
    await vi.waitFor(
      () => expect([...one.roster.all('dead'), ...one.roster.all('stopped')]).toEqual([]),
      soon,
    );
    expect(changed.sort()).toEqual(['dead', 'stopped']);
    await three.bus.close();
    await leave(two);
    await leave(one);
  });
}

describe('the roster over the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());
  keepsTheRoster(() => postgresBus(database.systemUrl, silent));
});

const nats = ['/usr/sbin/nats-server', '/usr/local/bin/nats-server', '/usr/bin/nats-server'].find(existsSync);

describe.runIf(nats)('the roster over NATS', () => {
  let server: ChildProcess;
  let port: number;
  beforeAll(async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    port = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    server = spawn(nats ?? '', ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    await once(server, 'spawn');
    const bus = await vi.waitFor(() => natsBus(`nats://127.0.0.1:${port}`, silent), soon);
    await bus.close();
  });
  afterAll(() => void server?.kill('SIGKILL'));
  keepsTheRoster(() => natsBus(`nats://127.0.0.1:${port}`, silent));
});

it('a process alone says nothing while nothing changes', async () => {
  const bus = memoryBus();
  const said: unknown[] = [];
  bus.onSignal('roster', (data) => said.push(data));
  const roster = joinRoster(bus, 'one', { beatMs: 1, graceMs: 1 });
  roster.put('a', 1);
  roster.put('a', 1);
  await vi.waitFor(() => expect(said).toHaveLength(1), soon);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(said).toHaveLength(1);
  roster.stop();
});

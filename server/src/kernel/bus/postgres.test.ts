import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeLog } from '../log.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import type { Bus } from './bus.ts';
import { postgresBus } from './postgres.ts';

let database: TestDatabase;
let here: Bus;
let there: Bus;

beforeAll(async () => {
  database = await testDatabase();
  here = await postgresBus(database.systemUrl, makeLog('silent'));
  there = await postgresBus(database.systemUrl, makeLog('silent'));
});

afterAll(async () => {
  await here.close();
  await there.close();
  await database.drop();
});

const soon = { timeout: 10_000, interval: 20 };

/** Counts what arrives. A notice in a gap is lost by design: senders below say it again. */
function counting(listen: (count: () => void) => void): { count: number } {
  const seen = { count: 0 };
  listen(() => {
    seen.count += 1;
  });
  return seen;
}

it('carries wake-ups and signals to the other process', async () => {
  const wakes = counting((count) => there.onWake('events', count));
  const signals: unknown[] = [];
  there.onSignal('typing', (data) => signals.push(data));
  here.wake('events');
  here.signal('typing', { on: true });
  await vi.waitFor(() => expect(wakes.count).toBe(1), soon);
  await vi.waitFor(() => expect(signals).toEqual([{ on: true }]), soon);
});

it('wake-ups of one moment are one notice', async () => {
  const wakes = counting((count) => there.onWake('burst', count));
  const last = counting((count) => there.onWake('last', count));
  for (let i = 0; i < 1000; i += 1) here.wake('burst');
  here.wake('last');
  await vi.waitFor(() => expect(last.count).toBe(1), soon);
  expect(wakes.count).toBeLessThan(20);
});

it('lesson D24: listens again after its connection was cut, however often', async () => {
  const wakes = counting((count) => there.onWake('after', count));
  for (let round = 1; round <= 3; round += 1) {
    await cutAll();
    const before = wakes.count;
    await vi.waitFor(() => {
      here.wake('after');
      expect(wakes.count).toBeGreaterThan(before);
    }, soon);
  }
  expect(here.fallbackMs).toBe(1000);
});

/** The server ends every connection of the bus. */
async function cutAll(): Promise<void> {
  const client = new pg.Client({ connectionString: database.systemUrl });
  await client.connect();
  const cut = await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'meada bus' AND datname = $1`,
    [database.name],
  );
  expect(cut.rowCount).toBe(2);
  await client.end();
}

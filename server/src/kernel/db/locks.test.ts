import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeLog } from '../log.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Locks, openLocks } from './locks.ts';

const soon = { timeout: 10_000, interval: 10 };
let database: TestDatabase;
let one: Locks;
let other: Locks;
beforeAll(async () => {
  database = await testDatabase();
  one = openLocks(database.systemUrl, makeLog('silent'));
  other = openLocks(database.systemUrl, makeLog('silent'));
});
afterAll(async () => {
  await one.close();
  await other.close();
  await database.drop();
});

it('one process holds a lock; the other gets what is free, and the rest when the first is gone', async () => {
  expect([...(await one.take(['a', 'b']))]).toEqual(['a', 'b']);
  expect([...(await other.take(['a', 'b', 'c']))]).toEqual(['c']);
  // Held already: nothing is asked, and nothing is held twice.
  expect([...(await one.take(['b', 'a']))]).toEqual(['b', 'a']);
  await one.close();
  await vi.waitFor(async () => expect((await other.take(['a', 'b', 'c'])).size).toBe(3), soon);
});

it('takes no more than it may, gives back, and knows how many share', async () => {
  const [third, fourth] = [1, 2].map(() => openLocks(database.systemUrl, makeLog('silent')));
  if (!third || !fourth) throw new Error('not there');
  const names = ['k', 'l', 'm', 'n', 'o'];
  expect(await third.sharers('names')).toBe(1);
  expect((await third.take(names, 3)).size).toBe(3);
  expect(await fourth.sharers('names')).toBe(2);
  expect(await third.sharers('others')).toBe(1);
  // What was left over is free: the search did not go on.
  expect((await fourth.take(names)).size).toBe(2);
  expect((await third.take(names, 2)).size).toBe(3);
  await third.give(['k', 'never held']);
  expect([...(await third.take(names, 2))].length).toBe(2);
  expect((await fourth.take(names)).size).toBe(3);
  await third.close();
  await vi.waitFor(async () => expect(await fourth.sharers('names')).toBe(1), soon);
  await fourth.close();
});

it('who loses the connection is told, and holds nothing any more', async () => {
  const lost = vi.fn();
  other.onLost(lost);
  const { Client } = (await import('pg')).default;
  const killer = new Client({ connectionString: database.systemUrl });
  await killer.connect();
  await killer.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'meada locks' AND datname = current_database()",
  );
  await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1), soon);
  await vi.waitFor(async () => expect((await one.take(['a', 'b', 'c'])).size).toBe(3), soon);
  await killer.end();
});

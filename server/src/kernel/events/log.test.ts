import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { memoryBus } from '../bus/bus.ts';
import type { Kernel } from '../ctx.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { makeLog } from '../log.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Cursor, endOfLog, heldSeconds, readLog } from './log.ts';
import { followLog, listenDurably } from './tail.ts';

let place: TestDatabase;
let database: Database;
let kernel: Kernel;
const orgId = randomUUID();
const writers: pg.Client[] = [];

beforeAll(async () => {
  place = await testDatabase();
  database = openDatabase(place);
  kernel = { database, bus: { ...memoryBus(), fallbackMs: 50 }, log: makeLog('silent') } as unknown as Kernel;
  const owner = new pg.Client({ connectionString: place.ownerUrl });
  await owner.connect();
  await owner.query('INSERT INTO organisations (id, slug, name) VALUES ($1, $2, $3)', [orgId, 'fio', 'Fio']);
  await owner.end();
});
afterEach(async () => {
  await Promise.all(writers.splice(0).map((client) => client.end()));
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

/** A writer in a transaction of its own, which ends when told. */
async function writer(): Promise<{ write(name: string): Promise<void>; commit(): Promise<void> }> {
  const client = new pg.Client({ connectionString: place.appUrl });
  writers.push(client);
  await client.connect();
  await client.query('BEGIN');
  await client.query(`SELECT set_config('meada.org', $1, true)`, [orgId]);
  return {
    write: async (name) => {
      await client.query(
        `INSERT INTO events (org_id, name, actor_kind, facts) VALUES ($1, $2, 'system', '{}')`,
        [orgId, name],
      );
    },
    commit: async () => {
      await client.query('COMMIT');
    },
  };
}

/** Long: a transaction in any database of the server holds the log, and other tests make theirs by copying files. */
const soon = { timeout: 45_000, interval: 10 };
const namesAfter = async (cursor: Cursor): Promise<string[]> =>
  (await readLog(kernel, cursor, 100)).events.map((event) => event.name);

it('lesson D27: a transaction that commits late is not passed', async () => {
  const start = await endOfLog(kernel);
  const [slow, quick] = [await writer(), await writer()];
  await slow.write('slow');
  await quick.write('quick');
  await quick.commit();
  expect(await readLog(kernel, start, 100)).toEqual({ events: [], unsettled: true });
  await slow.commit();
  await vi.waitFor(async () => expect(await namesAfter(start)).toEqual(['slow', 'quick']), soon);
});

it('lesson D27: a follower sees every event once, in one order, however commits fall', async () => {
  const start = await endOfLog(kernel);
  const seen: string[] = [];
  const tail = followLog(kernel, start, async (events) => {
    seen.push(...events.map((event) => event.name));
  });
  const open: { name: string; commit(): Promise<void> }[] = [];
  const written: string[] = [];
  try {
    for (let n = 0; n < 60; n += 1) {
      const one = await writer();
      await one.write(`e${n}`);
      written.push(`e${n}`);
      open.push({ name: `e${n}`, commit: one.commit });
      // Every second round the youngest commits first, the others wait: numbers and commits fall apart.
      if (open.length > 5) await (n % 2 ? open.pop() : open.shift())?.commit();
    }
    for (const { commit } of open) await commit();
    await vi.waitFor(() => expect(seen).toHaveLength(60), soon);
    expect([...seen].sort()).toEqual([...written].sort());
    expect(seen).toEqual(await namesAfter(start));
  } finally {
    await tail.stop();
  }
});

it('lesson D25: a writer of ours that falls silent is ended, the log goes on, and how long it was held is seen', async () => {
  const short = openDatabase({ ...place, idleMs: 1500 });
  try {
    const start = await endOfLog(kernel);
    let wrote = (): void => {};
    const written = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const silent = short.inOrg(orgId, async (_tx, client) => {
      await client.query(
        `INSERT INTO events (org_id, name, actor_kind, facts) VALUES ($1, 'silent', 'system', '{}')`,
        [orgId],
      );
      wrote();
      await new Promise((resolve) => client.once('end', resolve));
    });
    await written;
    const next = await writer();
    await next.write('next');
    await next.commit();
    expect(await readLog(kernel, start, 100)).toEqual({ events: [], unsettled: true });
    await vi.waitFor(async () => expect(await heldSeconds(kernel)).toBeGreaterThan(0.2), soon);
    await expect(silent).rejects.toThrow();
    await vi.waitFor(async () => expect(await namesAfter(start)).toEqual(['next']), soon);
    await vi.waitFor(async () => expect(await heldSeconds(kernel)).toBe(0), soon);
  } finally {
    await short.close();
  }
});

it('a durable listener in two processes hands over every event, and again when its work failed', async () => {
  const seen: string[] = [];
  let failing = true;
  const work = async (events: { name: string }[]): Promise<void> => {
    const fresh = events.map((event) => event.name).filter((name) => name.startsWith('durable'));
    if (fresh.length > 0 && failing) {
      failing = false;
      throw new Error('the work failed');
    }
    seen.push(...fresh);
  };
  const two = [listenDurably(kernel, 'test', work), listenDurably(kernel, 'test', work)];
  try {
    for (let n = 0; n < 5; n += 1) {
      const one = await writer();
      await one.write(`durable${n}`);
      await one.commit();
    }
    await vi.waitFor(() => expect(seen).toHaveLength(5), soon);
    expect(seen).toEqual(['durable0', 'durable1', 'durable2', 'durable3', 'durable4']);
  } finally {
    await Promise.all(two.map((tail) => tail.stop()));
  }
});

it('listeners that are all at work keep nobody waiting who asks, and are heard one after the other', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `busy ${n}`);
  let release = (): void => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  const heard = new Set<string>();
  const all = names.map((name) =>
    listenDurably(kernel, name, async () => {
      heard.add(name);
      await held;
    }),
  );
  try {
    // So many would take every connection of the system role, did they share them.
    await vi.waitFor(() => expect(heard.size).toBeGreaterThanOrEqual(4), soon);
    for (let n = 0; n < 8; n += 1)
      await database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
    release();
    await vi.waitFor(() => expect(heard.size).toBe(names.length), soon);
  } finally {
    release();
    await Promise.all(all.map((tail) => tail.stop()));
  }
});

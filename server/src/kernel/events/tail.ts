import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Kernel } from '../ctx.ts';
import type { Tx } from '../db/connection.ts';
import { type Cursor, endOfLog, type LoggedEvent, readLog } from './log.ts';

const batch = 500;
const unsettledMs = 2;
const failedMs = 1000;
/** What is kept behind the log lets the live feed go first, and takes what comes meanwhile along. */
const gatherMs = 25;

export type Tail = { stop(): Promise<void> };

type Work<T> = (db: Tx, client: pg.ClientBase) => Promise<T>;

/**
 * Follows the log: hands every batch to `handle`, in order, one at a time, woken by the bus. A batch that throws is
 * tried again; nothing is skipped.
 */
export function followLog(
  kernel: Kernel,
  from: Cursor,
  handle: (events: LoggedEvent[], cursor: Cursor) => Promise<void>,
): Tail {
  let cursor = from;
  const step = async (): Promise<number | null> => {
    const { events, unsettled } = await readLog(kernel, cursor, batch);
    const last = events.at(-1);
    if (last) {
      const next = { tx: last.tx, id: last.id };
      await handle(events, next);
      cursor = next;
    }
    if (events.length === batch) return 0;
    return unsettled ? unsettledMs : null;
  };
  return loop(kernel, 'events', step);
}

/**
 * A durable listener of the log: its place is kept in the database, one process at a time works on it, every event is
 * seen at least once, a moment late. `handle` must bear to see one twice.
 */
export function listenDurably(
  kernel: Kernel,
  name: string,
  handle: (events: LoggedEvent[]) => Promise<void>,
): Tail {
  const step = async (): Promise<number | null> => {
    await pause(gatherMs);
    return kernel.database.asListener(async (db, client) => {
      // An advisory lock and not a row lock: a row lock takes a transaction number and would hold the log back.
      const lock = await sql<{ got: boolean }>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${`listener ${name}`}, 0)) AS got`.execute(db);
      if (!lock.rows[0]?.got) return failedMs;
      const row = await sql<{ tx: string; id: number }>`
        SELECT tx::text AS tx, id FROM event_cursors WHERE name = ${name}`.execute(db);
      const start = row.rows[0] ?? { tx: '0', id: 0 };
      // On this very connection: listeners that each hold one and wait for a second would wait for each other.
      const here = { ...kernel.database, asSystem: <T>(work: Work<T>) => work(db, client) };
      const { events, unsettled } = await readLog({ database: here }, start, batch);
      const last = events.at(-1);
      if (last) {
        await handle(events);
        await sql`
          INSERT INTO event_cursors (name, tx, id) VALUES (${name}, ${last.tx}::xid8, ${last.id})
          ON CONFLICT (name) DO UPDATE SET tx = excluded.tx, id = excluded.id`.execute(db);
      }
      if (events.length === batch) return 0;
      return unsettled ? unsettledMs : null;
    });
  };
  return loop(kernel, 'events', step);
}

/**
 * Runs `step` whenever the bus wakes `topic`, one at a time. `step` answers after how many milliseconds it wants to run
 * again by itself, or null to wait for the next wake-up (or the bus's fallback).
 */
export function loop(kernel: Kernel, topic: string, step: () => Promise<number | null>): Tail {
  let stopped = false;
  let awake = true;
  let sleeper: (() => void) | null = null;
  const wake = (): void => {
    awake = true;
    sleeper?.();
  };
  const sleep = (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      const limit = ms ?? kernel.bus.fallbackMs;
      const timer = limit === null ? null : setTimeout(() => sleeper?.(), limit);
      sleeper = () => {
        if (timer) clearTimeout(timer);
        sleeper = null;
        resolve();
      };
    });
  const off = kernel.bus.onWake(topic, wake);
  const run = async (): Promise<void> => {
    while (!stopped) {
      awake = false;
      const pause = await step().catch((error: unknown) => {
        if (!stopped) kernel.log.warn(`the follower of ${topic} failed and tries again`, { error });
        return failedMs;
      });
      if (!awake && !stopped && pause !== 0) await sleep(pause);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      off();
      wake();
      await running;
    },
  };
}

/** Where a live reader starts: the end of the log. */
export const fromNow = (kernel: Kernel): Promise<Cursor> => endOfLog(kernel);

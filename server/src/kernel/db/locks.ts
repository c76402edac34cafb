import pg from 'pg';
import type { Log } from '../log.ts';

/**
 * Locks that one process of many holds as long as it lives: advisory locks of a connection of its own. Holding one costs
 * nothing, and the server gives it up with the connection, so that a process that is killed is followed at once.
 */
export type Locks = {
  /** Takes those of the named locks nobody else has, until it holds so many of them; answers all that are held of them. */
  take(names: readonly string[], most?: number): Promise<Set<string>>;
  /** Gives locks back. */
  give(names: readonly string[]): Promise<void>;
  /** Says that this process is one of those that share something, and answers how many there are, this one included. */
  sharers(of: string): Promise<number>;
  /** Called when the connection, and every lock with it, is lost. */
  onLost(listener: () => void): void;
  close(): Promise<void>;
};

/** A machine that is gone without a word is noticed within these seconds. */
const keepAlive = `SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3`;

/** A connection of its own; `onLost` hears of its end, however it comes. */
async function openClient(url: string, onLost: (of: pg.Client) => void): Promise<pg.Client> {
  const next = new pg.Client({ connectionString: url, application_name: 'meada locks', keepAlive: true });
  next.on('error', () => onLost(next));
  next.on('end', () => onLost(next));
  await next.connect();
  await next.query(keepAlive).catch(() => {});
  return next;
}

/** Names are tried one by one, and the search ends with the last one that may be had: nothing sorts or joins here. */
const tryLocks =
  'SELECT name FROM unnest($1::text[]) AS name WHERE pg_try_advisory_lock(hashtextextended(name, 0)) LIMIT $2';
const unlock = 'SELECT pg_advisory_unlock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name';
const shareLock = 'SELECT pg_try_advisory_lock_shared(hashtextextended($1, 0))';
/** Who holds the shared lock, as the server lists it: a key of 64 bits stands there as two halves. */
const countSharers = `SELECT count(DISTINCT l.pid)::int AS n FROM pg_locks l, hashtextextended($1, 0) AS key
  WHERE l.locktype = 'advisory' AND l.mode = 'ShareLock' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid::bigint = (key >> 32) & 4294967295 AND l.objid::bigint = key & 4294967295`;

export function openLocks(url: string, log: Log): Locks {
  let client: pg.Client | null = null;
  const held = new Set<string>();
  const shares = new Set<string>();
  const listeners = new Set<() => void>();
  const lose = (of: pg.Client): void => {
    if (client !== of) return;
    client = null;
    held.clear();
    shares.clear();
    log.warn('the connection that holds locks was lost');
    for (const listener of listeners) listener();
  };
  const connect = (): Promise<pg.Client> => openClient(url, lose);
  return {
    take: async (names, most = names.length) => {
      client ??= await connect();
      const asked = names.filter((name) => !held.has(name));
      const more = most - (names.length - asked.length);
      if (asked.length > 0 && more > 0) {
        const { rows } = await client.query<{ name: string }>(tryLocks, [asked, more]);
        for (const { name } of rows) held.add(name);
      }
      return new Set(names.filter((name) => held.has(name)));
    },
    give: async (names) => {
      const given = names.filter((name) => held.delete(name));
      if (given.length > 0) await client?.query(unlock, [given]);
    },
    sharers: async (of) => {
      client ??= await connect();
      if (!shares.has(of)) await client.query(shareLock, [of]);
      shares.add(of);
      const { rows } = await client.query<{ n: number }>(countSharers, [of]);
      return Math.max(1, rows[0]?.n ?? 1);
    },
    onLost: (listener) => void listeners.add(listener),
    close: async () => {
      const last = client;
      client = null;
      held.clear();
      shares.clear();
      await last?.end().catch(() => {});
    },
  };
}

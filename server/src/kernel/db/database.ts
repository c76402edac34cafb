import pg from 'pg';
import { Failure } from '../errors.ts';
import { kyselyOn, type Tx } from './connection.ts';

// int8 (counts, log ids) fit a double here; dates of a day stay text.
pg.types.setTypeParser(20, (text) => Number(text));
pg.types.setTypeParser(1082, (text) => text);

export type Database = {
  /** Runs in one transaction of the app role inside an organisation. BEGIN and the organisation travel with the first query. */
  inOrg<T>(orgId: string, work: (tx: Tx, client: pg.ClientBase) => Promise<T>): Promise<T>;
  /**
   * One statement of the app role that is a transaction by itself: a single round trip. It calls a function that sets
   * its organisation first; one that does not gets an error, not rows.
   */
  inOneTrip(query: pg.QueryConfig): Promise<pg.QueryResult>;
  /** Runs in one transaction of the system role: directory and event log across organisations. */
  asSystem<T>(work: (tx: Tx, client: pg.ClientBase) => Promise<T>): Promise<T>;
  /**
   * The same for a listener of the log, which keeps its connection while it works: over connections of their own, so that
   * whoever signs in, asks or is served never waits behind what happens later anyway.
   */
  asListener<T>(work: (tx: Tx, client: pg.ClientBase) => Promise<T>): Promise<T>;
  /** Own connection for LISTEN. */
  listenUrl: string;
  stats(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
};

export type DatabaseUrls = {
  appUrl: string;
  systemUrl: string;
  appConnections?: number;
  /** After which a transaction of ours that says nothing is ended by the server; default `idleMs`. */
  idleMs?: number;
};

/** A transaction that writes holds up every reader of the log, and an old snapshot the cleaning (LESSONS D25): none stays. */
const idleMs = 120_000;
const statementMs = 600_000;
/** How long a connection is waited for: people soon want to know, listeners wait for one another. */
const [patienceMs, listenerPatienceMs] = [10_000, 120_000];

type PoolLook = { name: string; idle: number; patience?: number };

function poolOf(url: string, max: number, { name, idle, patience = patienceMs }: PoolLook): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    pipeline: true,
    application_name: `meada ${name}`,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: patience,
    keepAlive: true,
  } as pg.PoolConfig);
  // By a statement, not by a start-up parameter, which poolers in between refuse.
  const limits = `SET idle_in_transaction_session_timeout = ${idle}; SET statement_timeout = ${statementMs}`;
  pool.on('connect', (client) => void client.query(limits).catch(() => {}));
  // A broken idle connection is dropped by the pool; the next query opens another.
  pool.on('error', () => {});
  return pool;
}

/** Opens the three pools. Nothing is connected before the first transaction. */
export function openDatabase(urls: DatabaseUrls): Database {
  const idle = urls.idleMs ?? idleMs;
  const app = poolOf(urls.appUrl, urls.appConnections ?? 16, { name: 'app', idle });
  const system = poolOf(urls.systemUrl, 4, { name: 'system', idle });
  const listeners = poolOf(urls.systemUrl, 6, { name: 'listeners', idle, patience: listenerPatienceMs });
  return {
    inOrg: (orgId, work) => transaction(app, orgId, work),
    inOneTrip: (query) => oneTrip(app, query),
    asSystem: (work) => transaction(system, null, work),
    asListener: (work) => transaction(listeners, null, work),
    listenUrl: urls.systemUrl,
    stats: () => ({ total: app.totalCount, idle: app.idleCount, waiting: app.waitingCount }),
    close: async () => {
      await Promise.all([app.end(), system.end(), listeners.end()]);
    },
  };
}

async function transaction<T>(
  pool: pg.Pool,
  orgId: string | null,
  work: (tx: Tx, client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    // Not awaited: they are on the wire before the first query of `work` (pipelined).
    const opening = client.query('BEGIN');
    const fence = orgId ? client.query({ ...setFence, values: [orgId] }) : opening;
    opening.catch(() => {});
    fence.catch(() => {});
    const result = await work(kyselyOn(client), client);
    await fence;
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: Error) => {
      broken = failed;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const setFence = { name: 'fence', text: "SELECT set_config('meada.org', $1, true)" };

async function oneTrip(pool: pg.Pool, query: pg.QueryConfig): Promise<pg.QueryResult> {
  const client = await connect(pool);
  try {
    const result = await client.query(query);
    client.release();
    return result;
  } catch (error) {
    // After a failure in mid-air the connection's state is not known: it is thrown away.
    client.release(error as Error);
    throw error;
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    const client = await pool.connect();
    // A connection that breaks while it is lent out fails its queries; without a listener it would end the process.
    if (client.listenerCount('error') < 2) client.on('error', () => {});
    return client;
  } catch (error) {
    throw new Failure('unavailable', `The database cannot be reached: ${(error as Error).message}`, {
      retryAfter: 2,
    });
  }
}

/** PostgreSQL's code of an error (23505 = a double), or null. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
export const isDouble = (error: unknown): boolean => sqlState(error) === '23505';
/** Whether a row could not go because others refer to it. */
export const isReferred = (error: unknown): boolean => sqlState(error) === '23503';

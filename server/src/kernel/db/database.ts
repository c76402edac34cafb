import pg from 'pg';
import { Failure } from '../errors.ts';
import { kyselyOn, type Tx } from './connection.ts';

// int8 (counts, log ids) fit a double here; dates of a day stay text.
pg.types.setTypeParser(20, (text) => Number(text));
pg.types.setTypeParser(1082, (text) => text);

export type Database = {
  /** Runs in one transaction of the app role inside an organisation. BEGIN and the organisation travel with the first query. */
  inOrg<T>(orgId: string, work: (tx: Tx, client: pg.ClientBase) => Promise<T>): Promise<T>;
  /** One statement in its own transaction of an organisation: everything in a single round trip. */
  inOneTrip(orgId: string, query: pg.QueryConfig): Promise<pg.QueryResult>;
  /** Runs in one transaction of the system role: directory and event log across organisations. */
  asSystem<T>(work: (tx: Tx, client: pg.ClientBase) => Promise<T>): Promise<T>;
  /** Own connection for LISTEN. */
  listenUrl: string;
  stats(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
};

export type DatabaseUrls = { appUrl: string; systemUrl: string; appConnections?: number };

function poolOf(url: string, max: number, name: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    pipeline: true,
    application_name: `meada ${name}`,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  } as pg.PoolConfig);
  // A broken idle connection is dropped by the pool; the next query opens another.
  pool.on('error', () => {});
  return pool;
}

/** Opens the two pools. Nothing is connected before the first transaction. */
export function openDatabase(urls: DatabaseUrls): Database {
  const app = poolOf(urls.appUrl, urls.appConnections ?? 16, 'app');
  const system = poolOf(urls.systemUrl, 4, 'system');
  return {
    inOrg: (orgId, work) => transaction(app, orgId, work),
    inOneTrip: (orgId, query) => oneTrip(app, orgId, query),
    asSystem: (work) => transaction(system, null, work),
    listenUrl: urls.systemUrl,
    stats: () => ({ total: app.totalCount, idle: app.idleCount, waiting: app.waitingCount }),
    close: async () => {
      await Promise.all([app.end(), system.end()]);
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

/** The socket below a client of pg. */
type Wire = { connection: { stream: { cork(): void; uncork(): void } } };

/** A statement that fails makes the COMMIT behind it a rollback, so all four may be on the wire at once. */
async function oneTrip(pool: pg.Pool, orgId: string, query: pg.QueryConfig): Promise<pg.QueryResult> {
  const client = await connect(pool);
  const { stream } = (client as unknown as Wire).connection;
  // One packet and one call to the system for all four.
  stream.cork();
  const sent = [
    client.query('BEGIN'),
    client.query({ ...setFence, values: [orgId] }),
    client.query(query),
    client.query('COMMIT'),
  ] as const;
  stream.uncork();
  const results = await Promise.allSettled(sent);
  const failed = results.find((result) => result.status === 'rejected');
  // After a failure in mid-air the connection's state is not known: it is thrown away.
  client.release(failed ? (failed.reason as Error) : undefined);
  if (failed) throw failed.reason;
  return await sent[2];
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

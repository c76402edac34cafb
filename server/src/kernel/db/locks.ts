import pg from 'pg';
import type { Log } from '../log.ts';

/**
 * Locks that one process of many holds as long as it lives: advisory locks of a connection of its own. Holding one costs
 * nothing, and the server gives it up with the connection, so that a process that is killed is followed at once.
 */
export type Locks = {
  /** Takes those of the named locks nobody else has; answers all that are held of them. */
  take(names: readonly string[]): Promise<Set<string>>;
  /** Called when the connection, and every lock with it, is lost. */
  onLost(listener: () => void): void;
  close(): Promise<void>;
};

/** A machine that is gone without a word is noticed within these seconds. */
const keepAlive = `SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3`;

export function openLocks(url: string, log: Log): Locks {
  let client: pg.Client | null = null;
  const held = new Set<string>();
  const listeners = new Set<() => void>();
  const lose = (of: pg.Client): void => {
    if (client !== of) return;
    client = null;
    held.clear();
    log.warn('the connection that holds locks was lost');
    for (const listener of listeners) listener();
  };
  const connect = async (): Promise<pg.Client> => {
    const next = new pg.Client({ connectionString: url, application_name: 'meada locks', keepAlive: true });
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    await next.connect();
    await next.query(keepAlive).catch(() => {});
    return next;
  };
  return {
    take: async (names) => {
      client ??= await connect();
      const asked = names.filter((name) => !held.has(name));
      if (asked.length > 0) {
        const { rows } = await client.query<{ name: string; got: boolean }>(
          'SELECT name, pg_try_advisory_lock(hashtextextended(name, 0)) AS got FROM unnest($1::text[]) AS name',
          [asked],
        );
        for (const { name, got } of rows) if (got) held.add(name);
      }
      return new Set(names.filter((name) => held.has(name)));
    },
    onLost: (listener) => void listeners.add(listener),
    close: async () => {
      const last = client;
      client = null;
      held.clear();
      await last?.end().catch(() => {});
    },
  };
}

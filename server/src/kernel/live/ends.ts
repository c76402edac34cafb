import type { Kernel } from '../ctx.ts';
import type { Connection } from './hub.ts';

/** How late a connection may be found to be over. */
const everyMs = 1000;

type Ends = {
  joined(connection: Connection): void;
  left(connection: Connection): void;
  stop(): Promise<void>;
};

/**
 * Looks after connections whose session or key ends by itself: nobody emits an event for that. What is known of each is
 * held against the clock once a second, in memory; `check` asks the database, and only when an end is due.
 */
export function watchEnds(
  kernel: Pick<Kernel, 'clock'>,
  check: (connection: Connection) => Promise<void>,
): Ends {
  const open = new Set<Connection>();
  const checked = new Set<Connection>();
  const look = (): void => {
    const now = kernel.clock.now().getTime();
    for (const connection of open) {
      const end = endOf(connection);
      if (end === null || end > now || checked.has(connection)) continue;
      checked.add(connection);
      void check(connection)
        .catch(() => connection.end('internal'))
        .finally(() => checked.delete(connection));
    }
  };
  const timer = setInterval(look, everyMs).unref();
  return {
    joined: (connection) => void (endOf(connection) !== null && open.add(connection)),
    left: (connection) => void open.delete(connection),
    stop: async () => clearInterval(timer),
  };
}

function endOf({ actor }: Connection): number | null {
  if (actor.kind !== 'person' && actor.kind !== 'key') return null;
  return actor.endsAt?.getTime() ?? null;
}

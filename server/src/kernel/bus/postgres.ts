import pg from 'pg';
import type { Log } from '../log.ts';
import { type Bus, listeners } from './bus.ts';

const channel = 'meada';
const coalesceMs = 5;
const reconnectMs = 500;

type Notice = { wake?: string[]; signal?: string; data?: unknown };

/**
 * The bus over NOTIFY, on its own connection and outside every transaction (a NOTIFY inside the message transaction
 * serialises commits: MEASURED §1). Wake-ups of 5 ms are one notice. Listens again after a lost connection.
 */
export async function postgresBus(url: string, log: Log): Promise<Bus> {
  const wakes = listeners();
  const signals = listeners();
  const waiting = new Set<string>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const receive = (payload: string): void => {
    const notice = JSON.parse(payload) as Notice;
    for (const topic of notice.wake ?? []) wakes.call(topic, null);
    if (notice.signal) signals.call(notice.signal, notice.data);
  };
  const send = (notice: Notice): void => {
    client?.query('SELECT pg_notify($1, $2)', [channel, JSON.stringify(notice)]).catch(() => {});
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'meada bus', keepAlive: true });
    next.on('notification', (message) => message.payload && receive(message.payload));
    next.on('error', () => {});
    next.on('end', () => {
      if (client === next) client = null;
      if (!closed) setTimeout(() => void reconnect(), reconnectMs);
    });
    await next.connect();
    await next.query(`LISTEN ${channel}`);
    client = next;
  };
  const reconnect = async (): Promise<void> => {
    if (closed || client) return;
    try {
      await connect();
      log.info('the bus listens again');
    } catch {
      // 'end' of the failed client asks again
    }
  };
  await connect();
  return {
    wake: (topic) => {
      wakes.call(topic, null);
      waiting.add(topic);
      timer ??= setTimeout(() => {
        timer = null;
        send({ wake: [...waiting] });
        waiting.clear();
      }, coalesceMs);
    },
    onWake: (topic, listener) => wakes.add(topic, listener),
    signal: (subject, data) => send({ signal: subject, data }),
    onSignal: (subject, listener) => signals.add(subject, listener),
    fallbackMs: 1000,
    close: async () => {
      closed = true;
      if (timer) clearTimeout(timer);
      await client?.end();
    },
  };
}

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
  let timer: NodeJS.Timeout | null = null;
  const line = await openLine(url, log, (payload) => {
    const notice = JSON.parse(payload) as Notice;
    for (const topic of notice.wake ?? []) wakes.call(topic, null);
    if (notice.signal) signals.call(notice.signal, notice.data);
  });
  return {
    wake: (topic) => {
      wakes.call(topic, null);
      waiting.add(topic);
      timer ??= setTimeout(() => {
        timer = null;
        line.send({ wake: [...waiting] });
        waiting.clear();
      }, coalesceMs);
    },
    onWake: (topic, listener) => wakes.add(topic, listener),
    signal: (subject, data) => line.send({ signal: subject, data }),
    onSignal: (subject, listener) => signals.add(subject, listener),
    fallbackMs: 1000,
    close: async () => {
      if (timer) clearTimeout(timer);
      await line.close();
    },
  };
}

type Line = { send(notice: Notice): void; close(): Promise<void> };

/** A connection of its own that listens, and listens again after it was lost. */
async function openLine(url: string, log: Log, receive: (payload: string) => void): Promise<Line> {
  let client: pg.Client | null = null;
  let closed = false;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'meada bus',
      keepAlive: true,
      pipeline: true,
    } as pg.ClientConfig);
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
    send: (notice) => {
      client?.query('SELECT pg_notify($1, $2)', [channel, JSON.stringify(notice)]).catch(() => {});
    },
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}

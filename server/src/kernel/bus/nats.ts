import { connect } from '@nats-io/transport-node';
import type { Log } from '../log.ts';
import { type Bus, listeners } from './bus.ts';

const prefix = 'meada';

/** The bus over NATS, for many machines. The library reconnects by itself; what is lost meanwhile the poll finds. */
export async function natsBus(url: string, log: Log): Promise<Bus> {
  const connection = await connect({ servers: url, maxReconnectAttempts: -1, name: 'meada' });
  const wakes = listeners();
  const signals = listeners();
  connection.subscribe(`${prefix}.wake`, {
    callback: (error, message) => {
      if (!error) wakes.call(message.string(), null);
    },
  });
  connection.subscribe(`${prefix}.signal`, {
    callback: (error, message) => {
      if (error) return;
      const { subject, data } = message.json<{ subject: string; data: unknown }>();
      signals.call(subject, data);
    },
  });
  await connection.flush();
  const publish = (subject: string, data: string): void => {
    try {
      connection.publish(`${prefix}.${subject}`, data);
    } catch (error) {
      log.warn('the bus could not send', { error });
    }
  };
  const waiting = new Set<string>();
  return {
    wake: (topic) => {
      wakes.call(topic, null);
      if (waiting.has(topic)) return;
      waiting.add(topic);
      setImmediate(() => {
        waiting.delete(topic);
        publish('wake', topic);
      });
    },
    onWake: (topic, listener) => wakes.add(topic, listener),
    signal: (subject, data) => publish('signal', JSON.stringify({ subject, data })),
    onSignal: (subject, listener) => signals.add(subject, listener),
    fallbackMs: 1000,
    close: async () => {
      await connection.drain();
    },
  };
}

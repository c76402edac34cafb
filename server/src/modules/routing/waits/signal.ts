import type { WaitNumbers } from '@meada/contract/routes/chat-waits';
import type { Bus } from '../../../kernel/bus/bus.ts';
import type { Hub } from '../../../kernel/live/hub.ts';
import type { Telling } from './store.ts';

const subject = 'waits';
type Signal = { orgId: string; waits: { conversationId: string; browsers: string[]; wait: WaitNumbers }[] };
/** A signal of the bus carries 4 KB. */
const perSignal = 8;

type News = {
  orgId: string;
  at: Date;
  told: readonly Telling[];
  browsers: ReadonlyMap<string, string[]>;
};

/** Says to the processes with sockets what visitors are told from now on. What is lost comes with the next. */
export function signalWaits(bus: Bus, { orgId, at, told, browsers }: News): void {
  const waits = told.flatMap(({ conversationId, numbers }) => {
    const own = browsers.get(conversationId);
    return own
      ? [{ conversationId, browsers: own.slice(0, 4), wait: { at: at.toISOString(), ...numbers } }]
      : [];
  });
  for (let from = 0; from < waits.length; from += perSignal)
    bus.signal(subject, { orgId, waits: waits.slice(from, from + perSignal) } satisfies Signal);
}

/** Sends on to the sockets of this process what visitors are told; the database is not asked. */
export function tellVisitors(bus: Bus, hub: Hub): () => void {
  return bus.onSignal(subject, (data) => {
    const { orgId, waits } = data as Signal;
    const byBrowser = new Map(waits.flatMap((one) => one.browsers.map((id) => [id, one] as const)));
    for (const connection of hub.connections(orgId)) {
      if (connection.actor.kind !== 'customer') continue;
      const found = byBrowser.get(connection.actor.id);
      if (found) connection.send({ t: 'wait', conversationId: found.conversationId, wait: found.wait });
    }
  });
}

import type { ServerFrame, Topic } from '@meada/contract/frames';
import type { Actor } from '../actor.ts';
import type { Kernel } from '../ctx.ts';
import { type Cursor, epochOf, type LoggedEvent } from '../events/log.ts';
import { followLog, fromNow } from '../events/tail.ts';

/** A frame on its way to every connection that follows its topic and may see it. */
export type LiveFrame = {
  orgId: string;
  topic: Topic;
  name: string;
  data: unknown;
  /** The same rule as the read of the same thing. */
  visibleTo(actor: Actor): boolean;
  /** What those who may not see it get instead (something left their view), if anything. */
  otherwise?: { name: string; data: unknown };
};

/** What a presenter may ask before it loads anything. */
export type Wanted = {
  /** Whether anybody here follows the topic. */
  topic(orgId: string, topic: string): boolean;
  /** Organisations with a connection here. */
  org(orgId: string): boolean;
};

/** Turns a batch of events into frames; loads per batch, not per event. Given by modules. */
export type Presenter = (kernel: Kernel, events: LoggedEvent[], wanted: Wanted) => Promise<LiveFrame[]>;

/** One connected client. */
export type Connection = {
  actor: Actor;
  topics: Set<string>;
  send(frame: ServerFrame): void;
  /** Ends it for good: session over, access gone. */
  end(code: string): void;
};

export type Hub = {
  /** Adds a connection at a cursor: sends what came since, then streams; nothing twice, nothing missed. */
  join(connection: Connection, cursor: string | null): void;
  leave(connection: Connection): void;
  connections(orgId: string): Iterable<Connection>;
  /** Runs a check on every open connection of an organisation when an event of access comes through. */
  recheck(check: (connection: Connection) => Promise<void>): { stop(): Promise<void> };
  stop(): Promise<void>;
};

const accessEvents = new Set(['session.ended', 'person.access_changed']);

const remembered = 20_000;

/**
 * The live feed of one process. Batches of the log and joins go through one line, so a joining client is placed
 * exactly between two batches. Cost is per event and per connection that wants it: an idle one costs nothing.
 */
export async function makeHub(kernel: Kernel, presenters: readonly Presenter[]): Promise<Hub> {
  const epoch = await epochOf(kernel);
  const byOrg = new Map<string, Set<Connection>>();
  let recent: LoggedEvent[] = [];
  let cursor: Cursor = await fromNow(kernel);
  const start = cursor;
  let line: Promise<void> = Promise.resolve();

  const inLine = (work: () => Promise<void>): Promise<void> => {
    const next = line.then(work);
    line = next.catch(() => {});
    return next;
  };
  const checks = new Set<(connection: Connection) => Promise<void>>();
  /** Connections that were ended: `end` is wrapped when they join. */
  const ended = new WeakSet<Connection>();
  /** Before any frame of the same batch goes out: who lost access does not get it. */
  const checkAccess = async (events: LoggedEvent[]): Promise<void> => {
    const orgs = new Set(events.filter((event) => accessEvents.has(event.name)).map((event) => event.orgId));
    for (const orgId of orgs) {
      const connections = [...(byOrg.get(orgId) ?? [])];
      for (const check of checks) await Promise.all(connections.map(check));
    }
  };
  const textOf = (at: Cursor): string => `${epoch}.${at.tx}.${at.id}`;
  const wantedBy = (connections: (orgId: string) => Iterable<Connection>): Wanted => ({
    org: (orgId) => connections(orgId)[Symbol.iterator]().next().done === false,
    topic: (orgId, topic) => {
      for (const connection of connections(orgId)) if (connection.topics.has(topic)) return true;
      return false;
    },
  });
  const everybody = (orgId: string): Iterable<Connection> => byOrg.get(orgId) ?? [];

  const present = async (events: LoggedEvent[], wanted: Wanted): Promise<LiveFrame[]> => {
    const ours = events.filter((event) => wanted.org(event.orgId));
    if (ours.length === 0) return [];
    const lists = await Promise.all(presenters.map((presenter) => presenter(kernel, ours, wanted)));
    return lists.flat();
  };

  const tail = followLog(kernel, start, (events, next) =>
    inLine(async () => {
      await checkAccess(events);
      const frames = await present(events, wantedBy(everybody));
      for (const frame of frames) deliver(everybody(frame.orgId), frame, textOf(next));
      recent.push(...events);
      if (recent.length > remembered * 1.5) recent = recent.slice(-remembered);
      cursor = next;
    }),
  );

  const catchUp = async (connection: Connection, from: Cursor): Promise<void> => {
    const missed = recent.filter((event) => event.orgId === connection.actor.orgId && isAfter(event, from));
    const alone = (orgId: string): Iterable<Connection> =>
      orgId === connection.actor.orgId ? [connection] : [];
    const frames = await present(missed, wantedBy(alone));
    for (const frame of frames) deliver([connection], frame, textOf(cursor));
  };

  return {
    join: (connection, text) => {
      const end = connection.end;
      connection.end = (code) => {
        ended.add(connection);
        end(code);
      };
      void inLine(async () => {
        // Access may have ended between the handshake and this hello (LESSONS 71).
        for (const check of checks) await check(connection);
        if (ended.has(connection)) return;
        const from = text === null ? cursor : parseCursor(text, epoch);
        const known =
          from !== null &&
          isAtOrAfter(from, start) &&
          (recent.length < remembered || !before(from, recent[0]));
        if (!known) connection.send({ t: 'reset', cursor: textOf(cursor) });
        else if (text !== null) await catchUp(connection, from);
        connection.send({ t: 'ready', cursor: textOf(cursor) });
        const set = byOrg.get(connection.actor.orgId) ?? new Set();
        byOrg.set(connection.actor.orgId, set.add(connection));
      }).catch(() => connection.end('internal'));
    },
    leave: (connection) => {
      // After its join, whichever came first.
      void inLine(async () => {
        const set = byOrg.get(connection.actor.orgId);
        set?.delete(connection);
        if (set?.size === 0) byOrg.delete(connection.actor.orgId);
      });
    },
    connections: everybody,
    recheck: (check) => {
      checks.add(check);
      return { stop: async () => void checks.delete(check) };
    },
    stop: async () => {
      await tail.stop();
      await line;
      for (const set of byOrg.values()) for (const connection of set) connection.end('restarting');
    },
  };
}

function deliver(connections: Iterable<Connection>, frame: LiveFrame, cursor: string): void {
  for (const connection of connections) {
    if (!connection.topics.has(frame.topic)) continue;
    const shown = frame.visibleTo(connection.actor) ? frame : frame.otherwise;
    if (!shown) continue;
    connection.send({
      t: 'event',
      cursor,
      topic: frame.topic,
      name: shown.name,
      data: shown.data,
    } as ServerFrame);
  }
}

function parseCursor(text: string, epoch: string): Cursor | null {
  const [life, tx, id] = text.split('.');
  if (life !== epoch || !tx || !/^\d{1,20}$/.test(tx) || !id || !/^\d{1,18}$/.test(id)) return null;
  return { tx, id: Number(id) };
}

const compare = (a: Cursor, b: Cursor): number =>
  a.tx === b.tx ? a.id - b.id : BigInt(a.tx) < BigInt(b.tx) ? -1 : 1;
const isAfter = (event: LoggedEvent, cursor: Cursor): boolean => compare(event, cursor) > 0;
const isAtOrAfter = (cursor: Cursor, start: Cursor): boolean => compare(cursor, start) >= 0;
const before = (cursor: Cursor, first: LoggedEvent | undefined): boolean =>
  first !== undefined && compare(cursor, first) < 0;

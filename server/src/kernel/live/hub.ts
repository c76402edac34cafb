import type { ServerFrame, Topic } from '@meada/contract/frames';
import type { Actor } from '../actor.ts';
import type { Kernel } from '../ctx.ts';
import { type Cursor, epochOf, type LoggedEvent, readMissed } from '../events/log.ts';
import { followLog, fromNow } from '../events/tail.ts';

/** A frame on its way to every connection that follows its topic and may see it. */
export type LiveFrame = {
  orgId: string;
  topic: Topic;
  name: string;
  data: unknown;
  /** The data as one reader gets it, where it has addresses of files that are good for that reader alone. */
  dataFor?(actor: Actor): unknown;
  /** The same rule as the read of the same thing. */
  visibleTo(actor: Actor): boolean;
  /** What those who may not see it get instead (something left their view), if anything. */
  otherwise?: { name: string; data: unknown };
  /** What those who may not see it do not follow any longer. */
  closes?: Topic;
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
  /** Topics it may follow or not: that is being asked. */
  asked: Set<string>;
  send(frame: ServerFrame): void;
  /** Ends it for good: session over, access gone. */
  end(code: string): void;
  /** Why it was ended, null while it was not; its socket may close without. */
  ended: string | null;
};

/** Who wants to know of connections, in the order of the feed. */
export type Watcher = {
  joined?(connection: Connection): void;
  left?(connection: Connection): void;
  /** May not see the topic any more and was taken off it. */
  closed?(connection: Connection, topic: string): void;
};

export type Hub = {
  /** Where the feed is now, as a cursor. */
  now(): string;
  /** Adds a connection at a cursor: sends what came since, then streams; nothing twice, nothing missed. */
  join(connection: Connection, cursor: string | null): void;
  leave(connection: Connection): void;
  connections(orgId: string): Iterable<Connection>;
  /** Runs a check on every open connection of an organisation when an event of access comes through. */
  recheck(check: (connection: Connection) => Promise<void>): { stop(): Promise<void> };
  watch(watcher: Watcher): void;
  /** Takes a connection off a topic it may not see any more. */
  close(connection: Connection, topic: string): void;
  stop(): Promise<void>;
};

const accessEvents = new Set(['session.ended', 'person.access_changed']);

/** Events kept in memory for clients that come back; further back the log itself is asked. */
const remembered = 20_000;
/** More than this missed: fetching everything again is less work. */
const missedAtMost = 5000;

type Check = (connection: Connection) => Promise<void>;
type State = {
  kernel: Kernel;
  presenters: readonly Presenter[];
  epoch: string;
  byOrg: Map<string, Set<Connection>>;
  recent: LoggedEvent[];
  /** Where the memory begins and where the feed has come to. */
  start: Cursor;
  cursor: Cursor;
  checks: Set<Check>;
  watchers: Set<Watcher>;
  /** Connections whose socket closed, perhaps before they joined. */
  gone: WeakSet<Connection>;
  line: Promise<void>;
};

/**
 * The live feed of one process. Batches of the log and joins go through one line, so a joining client is placed
 * exactly between two batches. Cost is per event and per connection that wants it: an idle one costs nothing.
 */
export async function makeHub(kernel: Kernel, presenters: readonly Presenter[]): Promise<Hub> {
  const start = await fromNow(kernel);
  const state: State = {
    kernel,
    presenters,
    epoch: await epochOf(kernel),
    byOrg: new Map(),
    recent: [],
    start,
    cursor: start,
    checks: new Set(),
    watchers: new Set(),
    gone: new WeakSet(),
    line: Promise.resolve(),
  };
  const tail = followLog(kernel, start, (events, next) => inLine(state, () => publish(state, events, next)));
  return {
    now: () => textOf(state, state.cursor),
    join: (connection, cursor) => {
      void inLine(state, () => join(state, connection, cursor)).catch(() => connection.end('internal'));
    },
    leave: (connection) => {
      state.gone.add(connection);
      // After its join; a join that comes later finds it gone.
      void inLine(state, async () => forget(state, connection));
    },
    connections: (orgId) => everybody(state, orgId),
    recheck: (check) => {
      state.checks.add(check);
      return { stop: async () => void state.checks.delete(check) };
    },
    watch: (watcher) => void state.watchers.add(watcher),
    close: (connection, topic) => close(state, connection, topic),
    stop: async () => {
      await tail.stop();
      await state.line;
      for (const set of state.byOrg.values()) for (const connection of set) connection.end('restarting');
    },
  };
}

function inLine(state: State, work: () => Promise<void>): Promise<void> {
  const next = state.line.then(work);
  state.line = next.catch(() => {});
  return next;
}

const everybody = (state: State, orgId: string): Iterable<Connection> => state.byOrg.get(orgId) ?? [];
const textOf = (state: State, at: Cursor): string => `${state.epoch}.${at.tx}.${at.id}`;

async function publish(state: State, events: LoggedEvent[], next: Cursor): Promise<void> {
  await checkAccess(state, events);
  const frames = await present(state, events, (orgId) => everybody(state, orgId));
  deliverBatch(state, frames, {
    audience: (orgId) => everybody(state, orgId),
    until: textOf(state, next),
    within: `${textOf(state, state.cursor)}.${next.id}`,
  });
  state.recent.push(...events);
  if (state.recent.length > remembered * 1.5) {
    state.recent = state.recent.slice(-remembered);
    const first = state.recent[0];
    // What stood before the first one kept is no longer known here.
    if (first) state.start = { tx: first.tx, id: first.id };
  }
  state.cursor = next;
}

/** Before any frame of the same batch goes out: who lost access does not get it. */
async function checkAccess(state: State, events: LoggedEvent[]): Promise<void> {
  const orgs = new Set(events.filter((event) => accessEvents.has(event.name)).map((event) => event.orgId));
  for (const orgId of orgs) {
    const connections = [...everybody(state, orgId)];
    for (const check of state.checks) await Promise.all(connections.map(check));
  }
}

type Audience = (orgId: string) => Iterable<Connection>;

async function present(state: State, events: LoggedEvent[], audience: Audience): Promise<LiveFrame[]> {
  const wanted: Wanted = {
    org: (orgId) => audience(orgId)[Symbol.iterator]().next().done === false,
    topic: (orgId, topic) => {
      for (const connection of audience(orgId)) if (connection.topics.has(topic)) return true;
      return false;
    },
  };
  const ours = events.filter((event) => wanted.org(event.orgId));
  if (ours.length === 0) return [];
  const lists = await Promise.all(state.presenters.map((presenter) => presenter(state.kernel, ours, wanted)));
  return lists.flat();
}

async function join(state: State, connection: Connection, text: string | null): Promise<void> {
  // Access may have ended between the handshake and this hello (LESSONS 71).
  for (const check of state.checks) await check(connection);
  if (connection.ended !== null || state.gone.has(connection)) return;
  const missed = text === null ? [] : await missedBy(state, connection, text);
  if (missed === null) connection.send({ t: 'reset', cursor: textOf(state, state.cursor) });
  else if (missed.length > 0) await catchUp(state, connection, { missed, from: text ?? '' });
  connection.send({ t: 'ready', cursor: textOf(state, state.cursor) });
  const set = state.byOrg.get(connection.actor.orgId) ?? new Set();
  state.byOrg.set(connection.actor.orgId, set.add(connection));
  for (const watcher of state.watchers) watcher.joined?.(connection);
}

/** What a client missed since its cursor: from memory, else from the log; null when that is too much or unknown. */
async function missedBy(state: State, connection: Connection, text: string): Promise<LoggedEvent[] | null> {
  const from = parseCursor(text, state.epoch);
  if (!from) return null;
  const { orgId } = connection.actor;
  if (compare(from, state.start) >= 0) {
    return state.recent.filter((event) => event.orgId === orgId && compare(event, from) > 0);
  }
  const missed = await readMissed(state.kernel, { orgId, from, to: state.cursor, limit: missedAtMost + 1 });
  return missed.length > missedAtMost ? null : missed;
}

type Behind = { missed: LoggedEvent[]; from: string };

async function catchUp(state: State, connection: Connection, { missed, from }: Behind): Promise<void> {
  const audience: Audience = (orgId) => (orgId === connection.actor.orgId ? [connection] : []);
  const frames = await present(state, missed, audience);
  const since = from.split('.').slice(0, 3).join('.');
  deliverBatch(state, frames, {
    audience,
    until: textOf(state, state.cursor),
    within: `${since}.${state.cursor.id}`,
  });
}

function forget(state: State, connection: Connection): void {
  const set = state.byOrg.get(connection.actor.orgId);
  set?.delete(connection);
  if (set?.size === 0) state.byOrg.delete(connection.actor.orgId);
  for (const watcher of state.watchers) watcher.left?.(connection);
}

/**
 * Sends the frames of a batch. Only the last frame of an organisation carries the cursor behind the batch: who is cut
 * off between two of them comes back to its beginning and gets all of it again, rather than missing the rest.
 */
function deliverBatch(
  state: State,
  frames: LiveFrame[],
  batch: { audience: Audience; until: string; within: string },
): void {
  const last = new Map(frames.map((frame) => [frame.orgId, frame]));
  for (const frame of frames) {
    const cursor = last.get(frame.orgId) === frame ? batch.until : batch.within;
    deliver(state, frame, { to: batch.audience(frame.orgId), cursor });
  }
}

/** One frame object for all who get the same: the socket turns it into text once. */
type Sending = { to: Iterable<Connection>; cursor: string };

function deliver(state: State, frame: LiveFrame, { to, cursor }: Sending): void {
  const frameOf = (shown: { name: string; data: unknown }): ServerFrame =>
    ({ t: 'event', cursor, topic: frame.topic, name: shown.name, data: shown.data }) as ServerFrame;
  const full = frameOf(frame);
  const instead = frame.otherwise ? frameOf(frame.otherwise) : null;
  const own = (actor: Actor): ServerFrame =>
    frame.dataFor ? frameOf({ name: frame.name, data: frame.dataFor(actor) }) : full;
  for (const connection of to) {
    if (!connection.topics.has(frame.topic)) continue;
    const visible = frame.visibleTo(connection.actor);
    const shown = visible ? own(connection.actor) : instead;
    if (shown) connection.send(shown);
    if (!visible && frame.closes) close(state, connection, frame.closes);
  }
}

function close(state: State, connection: Connection, topic: string): void {
  // What is being asked was perhaps answered before it was lost.
  connection.asked.delete(topic);
  if (!connection.topics.delete(topic)) return;
  for (const watcher of state.watchers) watcher.closed?.(connection, topic);
}

/** `<epoch>.<tx>.<id>`; what follows only tells the frames of one batch from those of another. */
function parseCursor(text: string, epoch: string): Cursor | null {
  const [life, tx, id] = text.split('.');
  if (life !== epoch || !tx || !/^\d{1,19}$/.test(tx) || !id || !/^\d{1,18}$/.test(id)) return null;
  return { tx, id: Number(id) };
}

const compare = (a: Cursor, b: Cursor): number =>
  a.tx === b.tx ? a.id - b.id : BigInt(a.tx) < BigInt(b.tx) ? -1 : 1;

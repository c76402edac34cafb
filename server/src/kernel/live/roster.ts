import type { Bus } from '../bus/bus.ts';

/**
 * What the sockets of all processes say of themselves (who is there, who looks at what): every process keeps its own
 * entries and a copy of the others', over the bus alone. A lost signal is noticed by its number and mended by asking; a
 * process that falls silent is forgotten. The database knows nothing of it.
 */
export type Roster = {
  /** Says an entry of this process, or takes it back with null. */
  put(key: string, value: Json | null): void;
  /** What this process says under a key. */
  own(key: string): Json | null;
  /** What the processes say under a key, this one first. */
  all(key: string): Json[];
  /** Called with every key whose entries may have changed. */
  onChange(listener: (key: string) => void): void;
  /** Says good-bye: the others keep the entries for the grace, in which sockets come back elsewhere. */
  stop(): void;
};
export type Json = string | number | boolean | null | { [name: string]: Json };

/** Milliseconds: between two signs of life, and how long what a stopped process said is kept. */
export type RosterPace = { beatMs: number; graceMs: number };
export const rosterPace: RosterPace = { beatMs: 4000, graceMs: 8000 };

const subject = 'roster';
/** Signs of life that may be missed before a process counts as gone. */
const missedAtMost = 3;
/** A signal holds at most 4 KB. */
const bytesAtMost = 3000;

type Entry = [key: string, value: Json | null];
type Signal =
  /** Change number `n` of a process. */
  | { from: string; n: number; set: Entry[] }
  /** All it says, in parts, as it was after change `n`. */
  | { from: string; n: number; all: Entry[]; part: number; parts: number }
  | { from: string; n: number; beat: true }
  | { from: string; ask: string | null }
  | { from: string; bye: true };
type Other = {
  n: number;
  entries: Map<string, Json>;
  missed: number;
  parts: Entry[][];
  leaving?: NodeJS.Timeout;
};
type State = {
  bus: Bus;
  self: string;
  pace: RosterPace;
  n: number;
  mine: Map<string, Json>;
  others: Map<string, Other>;
  pending: Map<string, Json | null>;
  listeners: Set<(key: string) => void>;
};

/** Joins the roster as the process `self`. */
export function joinRoster(bus: Bus, self: string, pace: RosterPace = rosterPace): Roster {
  const state: State = {
    bus,
    self,
    pace,
    n: 0,
    mine: new Map(),
    others: new Map(),
    pending: new Map(),
    listeners: new Set(),
  };
  const off = bus.onSignal(subject, (data) => hear(state, data as Signal));
  // A process alone has nobody to tell that it lives.
  const alone = bus.fallbackMs === null;
  const beat = alone ? null : setInterval(() => live(state), pace.beatMs);
  if (!alone) say(state, { from: self, ask: null });
  return {
    put: (key, value) => put(state, key, value),
    own: (key) => state.mine.get(key) ?? null,
    all: (key) => everyone(state, key),
    onChange: (listener) => void state.listeners.add(listener),
    stop: () => {
      if (beat) clearInterval(beat);
      off();
      for (const other of state.others.values()) clearTimeout(other.leaving);
      say(state, { from: self, bye: true });
    },
  };
}

const say = (state: State, signal: Signal): void => state.bus.signal(subject, signal);

function everyone(state: State, key: string): Json[] {
  const values = [...state.others.values()].flatMap(({ entries }) => entries.get(key) ?? []);
  const own = state.mine.get(key);
  return own === undefined ? values : [own, ...values];
}

function tell(state: State, keys: Iterable<string>): void {
  for (const key of keys) for (const listener of state.listeners) listener(key);
}

function put(state: State, key: string, value: Json | null): void {
  if (value === null ? !state.mine.has(key) : same(state.mine.get(key), value)) return;
  if (value === null) state.mine.delete(key);
  else state.mine.set(key, value);
  if (state.pending.size === 0) queueMicrotask(() => flush(state));
  state.pending.set(key, value);
  tell(state, [key]);
}

const same = (one: Json | undefined, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

function flush(state: State): void {
  const entries = [...state.pending];
  state.pending.clear();
  for (const set of portions(entries)) say(state, { from: state.self, n: ++state.n, set });
}

/** Entries in portions that fit into a signal. */
function portions(entries: Entry[]): Entry[][] {
  const lists: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (size > room) {
      lists.push([]);
      room = bytesAtMost;
    }
    lists.at(-1)?.push(entry);
    room -= size;
  }
  return lists;
}

/** A sign of life, as long as there is anything to keep alive; and a look at who has given none. */
function live(state: State): void {
  if (state.mine.size > 0) say(state, { from: state.self, n: state.n, beat: true });
  for (const [id, other] of state.others) {
    other.missed += 1;
    if (other.missed > missedAtMost) forget(state, id);
  }
}

function forget(state: State, id: string): void {
  const other = state.others.get(id);
  clearTimeout(other?.leaving);
  state.others.delete(id);
  tell(state, other?.entries.keys() ?? []);
}

function hear(state: State, signal: Signal): void {
  if (signal.from === state.self) return;
  if ('ask' in signal) {
    if ((signal.ask ?? state.self) === state.self) sayAll(state);
    return;
  }
  const other: Other = state.others.get(signal.from) ?? { n: 0, entries: new Map(), missed: 0, parts: [] };
  other.missed = 0;
  if ('bye' in signal) {
    other.leaving ??= setTimeout(() => forget(state, signal.from), state.pace.graceMs);
    return;
  }
  state.others.set(signal.from, other);
  const next = 'set' in signal ? other.n + 1 : other.n;
  if ('all' in signal) takeAll(state, other, signal);
  else if (signal.n !== next) say(state, { from: state.self, ask: signal.from });
  else {
    other.n = signal.n;
    if ('set' in signal) take(state, other, signal.set);
  }
}

function take(state: State, other: Other, entries: Entry[]): void {
  for (const [key, value] of entries) {
    if (value === null) other.entries.delete(key);
    else other.entries.set(key, value);
  }
  tell(
    state,
    entries.map(([key]) => key),
  );
}

/** Everything, portion by portion; what changes meanwhile has the next number and comes behind it. */
function sayAll(state: State): void {
  const waiting = new Set(state.pending.keys());
  const entries = [...state.mine].filter(([key]) => !waiting.has(key));
  const lists = portions(entries);
  if (lists.length === 0) lists.push([]);
  lists.forEach((all, part) => {
    say(state, { from: state.self, n: state.n, all, part, parts: lists.length });
  });
}

function takeAll(state: State, other: Other, signal: Extract<Signal, { all: Entry[] }>): void {
  if (signal.part === 0) other.parts = [];
  other.parts.push(signal.all);
  if (other.parts.length !== signal.parts) return;
  const before = other.entries;
  other.entries = new Map(other.parts.flat() as [string, Json][]);
  other.parts = [];
  other.n = signal.n;
  tell(state, new Set([...before.keys(), ...other.entries.keys()]));
}

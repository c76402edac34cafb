import type { PresenceState, ServerFrame } from '@meada/contract/frames';
import { may } from '../actor.ts';
import type { Bus } from '../bus/bus.ts';
import type { Kernel } from '../ctx.ts';
import type { Connection, Hub } from './hub.ts';
import { type Json, type Roster, type RosterPace, rosterPace } from './roster.ts';

/** What a process says of a person whose sockets it holds: away or not, and since when they chose so. */
type Said = { away: boolean; since: number };
type Choice = { state: 'available' | 'away'; since?: number };
type Here = { sockets: Set<Connection>; leaving?: NodeJS.Timeout };
type State = {
  kernel: Kernel;
  hub: Hub;
  roster: Roster;
  graceMs: number;
  /** People with sockets here, or who had some a moment ago, by roster key. */
  here: Map<string, Here>;
  /** What was last told of everybody, by organisation and person. */
  told: Map<string, Map<string, PresenceState>>;
};

export type Presence = {
  joined(connection: Connection): void;
  left(connection: Connection): void;
  /** A person says that they are away, or back. */
  choose(connection: Connection, choice: Choice): void;
  /** After the rights of a connection changed: who may see now is shown everybody, who may not any more nobody. */
  look(connection: Connection): void;
};

const prefix = 'person ';
const keyOf = (orgId: string, id: string): string => `${prefix}${orgId} ${id}`;

const chosenSubject = 'presence.chosen';
type ChosenElsewhere = { orgId: string; personId: string; away: boolean; since: number };

/** Says on the bus what a person chose elsewhere than on a socket: in a request, or by a rule of the house. */
export const sayPresence = (bus: Bus, chosen: ChosenElsewhere): void => bus.signal(chosenSubject, chosen);

/** The process that holds the person's sockets takes the word as said there, unless a later one was. */
function take(state: State, { orgId, personId, away, since }: ChosenElsewhere): void {
  const key = keyOf(orgId, personId);
  const known = newest(state.roster.all(key))?.since ?? 0;
  if (state.here.has(key) && since > known) state.roster.put(key, { away, since });
}

/** What the sockets of all processes say of a person: null when none is open. */
export const presenceIn = (roster: Roster, orgId: string, personId: string): Said | null =>
  newest(roster.all(keyOf(orgId, personId)));

/** Calls with every person of whom the roster may say something new. */
export function onPresence(roster: Roster, listener: (orgId: string, personId: string) => void): void {
  roster.onChange((key) => {
    const [orgId, personId] = key.startsWith(prefix) ? key.slice(prefix.length).split(' ') : [];
    if (orgId && personId) listener(orgId, personId);
  });
}

/**
 * Who is at work: online while any socket of theirs is open in any process, and for a short grace afterwards (a page
 * that is loaded again, a tunnel); away when they say so, until they say otherwise or leave. The latest word counts,
 * whichever tab or process it was said in. Told to those of the same organisation who may read people.
 */
export function keepPresence(
  kernel: Kernel,
  hub: Hub,
  { roster, pace = rosterPace }: { roster: Roster; pace?: RosterPace },
): Presence {
  const state: State = {
    kernel,
    hub,
    roster,
    graceMs: pace.graceMs,
    here: new Map(),
    told: new Map(),
  };
  roster.onChange((key) => void (key.startsWith(prefix) && settle(state, key)));
  kernel.bus.onSignal(chosenSubject, (data) => take(state, data as ChosenElsewhere));
  return {
    joined: (connection) => {
      arrive(state, connection);
      show(state, connection);
    },
    left: (connection) => leave(state, connection),
    choose: (connection, choice) => choose(state, connection, choice),
    look: (connection) => show(state, connection),
  };
}

const maySee = ({ actor }: Connection): boolean =>
  (actor.kind === 'person' || actor.kind === 'key') && may(actor, 'people.read');

/** The newest word of all processes about a person; null when no process has them. */
function newest(said: Json[]): Said | null {
  const list = said as Said[];
  return list.reduce<Said | null>((best, one) => (best && best.since >= one.since ? best : one), null);
}

function arrive(state: State, connection: Connection): void {
  const { actor } = connection;
  if (actor.kind !== 'person') return;
  const key = keyOf(actor.orgId, actor.id);
  const here = state.here.get(key) ?? { sockets: new Set() };
  clearTimeout(here.leaving);
  here.leaving = undefined;
  here.sockets.add(connection);
  state.here.set(key, here);
  const known = newest(state.roster.all(key));
  state.roster.put(key, known ?? { away: false, since: 0 });
}

function leave(state: State, connection: Connection): void {
  const { actor } = connection;
  if (actor.kind !== 'person') return;
  const key = keyOf(actor.orgId, actor.id);
  const here = state.here.get(key);
  if (!here?.sockets.delete(connection) || here.sockets.size > 0) return;
  const gone = (): void => {
    state.here.delete(key);
    state.roster.put(key, null);
  };
  // Whose session ended does not come back by itself.
  const forGood = connection.ended === 'session_ended' || connection.ended === 'organisation_changed';
  if (forGood) gone();
  else here.leaving = setTimeout(gone, state.graceMs).unref();
}

function choose(state: State, connection: Connection, choice: Choice): void {
  const { actor } = connection;
  if (actor.kind !== 'person') return;
  const key = keyOf(actor.orgId, actor.id);
  if (!state.here.get(key)?.sockets.has(connection)) return;
  const now = state.kernel.clock.now().getTime();
  const known = newest(state.roster.all(key))?.since ?? 0;
  // A browser that comes back repeats what it remembers: older than the latest word, it changes nothing.
  const since = choice.since === undefined ? Math.max(now, known + 1) : Math.min(choice.since, now);
  if (since > known) state.roster.put(key, { away: choice.state === 'away', since });
}

/** After the processes said something new of a person: takes the newest word as its own, and tells who may know. */
function settle(state: State, key: string): void {
  const [orgId = '', id = ''] = key.slice(prefix.length).split(' ');
  const word = newest(state.roster.all(key));
  // So that it outlives the process in which it was said.
  const own = state.roster.own(key) as Said | null;
  if (word && own && word.since > own.since) {
    state.roster.put(key, word);
    return;
  }
  const next: PresenceState = word ? (word.away ? 'away' : 'available') : 'offline';
  const people = state.told.get(orgId) ?? new Map<string, PresenceState>();
  if ((people.get(id) ?? 'offline') === next) return;
  if (next === 'offline') people.delete(id);
  else people.set(id, next);
  if (people.size > 0) state.told.set(orgId, people);
  else state.told.delete(orgId);
  const frame: ServerFrame = { t: 'presence', whole: false, people: [{ id, state: next }] };
  for (const connection of state.hub.connections(orgId)) if (maySee(connection)) connection.send(frame);
}

/** Everybody who is there, to one connection. */
function show(state: State, connection: Connection): void {
  const { actor } = connection;
  if (actor.kind !== 'person' && actor.kind !== 'key') return;
  const everybody = maySee(connection) ? [...(state.told.get(actor.orgId) ?? [])] : [];
  const people = everybody.map(([id, now]) => ({ id, state: now }));
  connection.send({ t: 'presence', whole: true, people });
}

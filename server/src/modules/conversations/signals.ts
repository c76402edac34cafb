import type { ServerFrame } from '@meada/contract/frames';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { Connection, Hub } from '../../kernel/live/hub.ts';

/** Typing and viewing: from socket to socket over the bus, over all processes; the database only says who may see it. */

type Who = { kind: 'customer' | 'person'; id: string; name: string | null };
type Typing = { orgId: string; conversationId: string; who: Who; on: boolean; visitorIds: string[] };
type Viewing = {
  orgId: string;
  conversationId: string;
  process: string;
  people: { id: string; name: string }[];
};

const askAgainMs = 10_000;
const typingEveryMs = 900;

export type Signals = {
  onSignal(
    connection: Connection,
    frame:
      | { t: 'typing'; conversationId?: string; on: boolean }
      | { t: 'viewing'; conversationId: string | null },
  ): void;
  onLeave(connection: Connection): void;
};

type State = {
  kernel: Kernel;
  /** This process, as the others know it. */
  self: string;
  viewing: Map<Connection, string>;
  /** Viewers by conversation and process. */
  everywhere: Map<string, Map<string, Viewing['people']>>;
  lastTyping: WeakMap<Connection, number>;
  places: WeakMap<Connection, { at: number; place: Promise<Place | null> }>;
};

/** Joins the sockets of this process to the bus. */
export function liveSignals(kernel: Kernel, hub: Hub): Signals {
  const state: State = {
    kernel,
    self: kernel.ids.uuid(),
    viewing: new Map(),
    everywhere: new Map(),
    lastTyping: new WeakMap(),
    places: new WeakMap(),
  };
  kernel.bus.onSignal('typing', (data) => spreadTyping(hub, data as Typing));
  kernel.bus.onSignal('viewing', (data) => {
    const signal = data as Viewing;
    spreadViewers(hub, signal, keepViewers(state, signal));
  });
  return {
    onSignal: (connection, frame) => {
      if (frame.t === 'viewing') return view(state, connection, frame.conversationId);
      void type(state, connection, frame).catch((error: unknown) =>
        kernel.log.warn('a typing mark was lost', { error }),
      );
    },
    onLeave: (connection) => view(state, connection, null),
  };
}

/** Everybody who looks at the conversation, over all processes, after this signal. */
function keepViewers(state: State, signal: Viewing): Viewing['people'] {
  const all = state.everywhere.get(signal.conversationId) ?? new Map<string, Viewing['people']>();
  if (signal.people.length > 0) all.set(signal.process, signal.people);
  else all.delete(signal.process);
  if (all.size > 0) state.everywhere.set(signal.conversationId, all);
  else state.everywhere.delete(signal.conversationId);
  return [...all.values()].flat();
}

function view(state: State, connection: Connection, conversationId: string | null): void {
  const before = state.viewing.get(connection);
  if (before === (conversationId ?? undefined)) return;
  // Only who follows the conversation (and so may see it) counts as a viewer.
  const follows = conversationId !== null && connection.topics.has(`conversation:${conversationId}`);
  if (follows) state.viewing.set(connection, conversationId);
  else state.viewing.delete(connection);
  for (const id of [before, conversationId]) if (id) announceViewers(state, connection.actor.orgId, id);
}

function announceViewers(state: State, orgId: string, conversationId: string): void {
  const people = [...state.viewing].flatMap(([{ actor }, id]) =>
    id === conversationId && actor.kind === 'person' ? [{ id: actor.id, name: actor.name }] : [],
  );
  const signal: Viewing = { orgId, conversationId, process: state.self, people };
  state.kernel.bus.signal('viewing', signal);
}

type TypingFrame = { conversationId?: string; on: boolean };

async function type(state: State, connection: Connection, frame: TypingFrame): Promise<void> {
  const { kernel, lastTyping } = state;
  const now = kernel.clock.now().getTime();
  if (frame.on && now - (lastTyping.get(connection) ?? 0) < typingEveryMs) return;
  lastTyping.set(connection, now);
  const place = await placeOf(state, connection, frame.conversationId);
  if (!place) return;
  const { actor } = connection;
  const who: Who = {
    kind: actor.kind === 'customer' ? 'customer' : 'person',
    id: actor.id ?? '',
    name: 'name' in actor ? actor.name : null,
  };
  kernel.bus.signal('typing', { orgId: actor.orgId, who, on: frame.on, ...place } satisfies Typing);
}

/** Where a connection types: a visitor's place is remembered for some seconds, a person says it each time. */
function placeOf(
  state: State,
  connection: Connection,
  conversationId: string | undefined,
): Promise<Place | null> {
  const now = state.kernel.clock.now().getTime();
  const known = state.places.get(connection);
  if (known && now - known.at < askAgainMs && conversationId === undefined) return known.place;
  const place = findPlace(state.kernel, connection, conversationId);
  state.places.set(connection, { at: now, place });
  return place;
}

type Place = { conversationId: string; visitorIds: string[] };

/** The conversation a typing mark belongs to, and the browsers that take part in it. */
async function findPlace(
  kernel: Kernel,
  connection: Connection,
  asked: string | undefined,
): Promise<Place | null> {
  const { actor } = connection;
  if (actor.kind !== 'customer' && (!asked || !connection.topics.has(`conversation:${asked}`))) return null;
  const anonymous = [...kernel.ports.identityKinds.values()]
    .filter((kind) => kind.anonymous)
    .map((kind) => kind.kind);
  return inTransaction(kernel, systemActor(actor.orgId), async (ctx) => {
    const result = await ctx.client.query<{ conversation_id: string; visitors: string[] | null }>({
      name: 'typing_place',
      text: `SELECT p.conversation_id, array_agg(i.value) FILTER (WHERE i.kind = ANY($4)) AS visitors
        FROM participants p JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id
        WHERE p.org_id = $1 AND p.conversation_id = coalesce($2::uuid,
          (SELECT c.id FROM participants o JOIN identities v ON v.org_id = o.org_id AND v.id = o.identity_id
             JOIN conversations c ON c.org_id = o.org_id AND c.id = o.conversation_id
           WHERE o.org_id = $1 AND v.value = $3 AND v.kind = ANY($4) ORDER BY c.active_at DESC LIMIT 1))
        GROUP BY p.conversation_id`,
      values: [ctx.orgId, actor.kind === 'customer' ? null : asked, actor.id, anonymous],
    });
    const row = result.rows[0];
    return row ? { conversationId: row.conversation_id, visitorIds: row.visitors ?? [] } : null;
  });
}

function spreadTyping(hub: Hub, signal: Typing): void {
  const frame: ServerFrame = {
    t: 'typing',
    conversationId: signal.conversationId,
    who: signal.who,
    on: signal.on,
  };
  for (const connection of hub.connections(signal.orgId)) {
    const { actor } = connection;
    if (actor.id === signal.who.id) continue;
    const follows = connection.topics.has(`conversation:${signal.conversationId}`);
    const takesPart =
      actor.kind === 'customer' && signal.who.kind === 'person' && signal.visitorIds.includes(actor.id);
    if (follows || takesPart) connection.send(frame);
  }
}

function spreadViewers(hub: Hub, signal: Viewing, people: Viewing['people']): void {
  const unique = [...new Map(people.map((person) => [person.id, person])).values()];
  for (const connection of hub.connections(signal.orgId)) {
    if (
      connection.actor.kind === 'customer' ||
      !connection.topics.has(`conversation:${signal.conversationId}`)
    )
      continue;
    connection.send({ t: 'viewers', conversationId: signal.conversationId, people: unique });
  }
}

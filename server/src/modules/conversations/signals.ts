import type { ServerFrame } from '@meada/contract/frames';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { Connection, Hub } from '../../kernel/live/hub.ts';
import type { Roster } from '../../kernel/live/roster.ts';
import type { SignalFrame } from '../../kernel/live/socket.ts';
import { keepViewers } from './viewers.ts';

/** Typing: from socket to socket over the bus, over all processes; the database only says who takes part. */

type Who = { kind: 'customer' | 'person'; id: string; name: string | null };
type Typing = { orgId: string; conversationId: string; who: Who; on: boolean; visitorIds: string[] };
const askAgainMs = 10_000;
const typingEveryMs = 900;

/** How long it is remembered where a person types: who takes part changes rarely, and typing asks nothing meanwhile. */
const personAsksMs = 30_000;

type State = {
  kernel: Kernel;
  lastTyping: WeakMap<Connection, number>;
  places: WeakMap<Connection, { at: number; asked: string | undefined; place: Promise<Place | null> }>;
};
type Frame = Exclude<SignalFrame, { t: 'presence' | 'looking' }>;

/** Joins the sockets of this process to the others: typing over the bus, viewing through the roster. */
export function liveSignals(
  kernel: Kernel,
  hub: Hub,
  roster: Roster,
): (connection: Connection, frame: Frame) => void {
  const state: State = { kernel, lastTyping: new WeakMap(), places: new WeakMap() };
  const view = keepViewers(hub, roster);
  kernel.bus.onSignal('typing', (data) => spreadTyping(hub, data as Typing));
  return (connection, frame) => {
    if (frame.t === 'viewing') return view(connection, frame.conversationId);
    void type(state, connection, frame).catch((error: unknown) =>
      kernel.log.warn('a typing mark was lost', { error }),
    );
  };
}

type TypingFrame = { conversationId?: string; on: boolean };

async function type(state: State, connection: Connection, frame: TypingFrame): Promise<void> {
  const { kernel, lastTyping } = state;
  const now = kernel.clock.now().getTime();
  if (frame.on && now - (lastTyping.get(connection) ?? 0) < typingEveryMs) return;
  lastTyping.set(connection, now);
  const place = await placeOf(state, connection, frame.conversationId);
  // Followed is what may be read: it may have been taken off the topic since the place was asked for.
  if (!place || !maySay(connection, place.conversationId)) return;
  const { actor } = connection;
  const who: Who = {
    kind: actor.kind === 'customer' ? 'customer' : 'person',
    id: actor.id ?? '',
    name: 'name' in actor ? actor.name : null,
  };
  kernel.bus.signal('typing', { orgId: actor.orgId, who, on: frame.on, ...place } satisfies Typing);
}

const maySay = ({ actor, topics }: Connection, conversationId: string): boolean =>
  actor.kind === 'customer' || topics.has(`conversation:${conversationId}`);

/** Where a connection types, remembered for some seconds: who goes on typing asks the database nothing. */
function placeOf(
  state: State,
  connection: Connection,
  conversationId: string | undefined,
): Promise<Place | null> {
  const now = state.kernel.clock.now().getTime();
  const known = state.places.get(connection);
  const lasts = connection.actor.kind === 'customer' ? askAgainMs : personAsksMs;
  if (known && known.asked === conversationId && now - known.at < lasts) return known.place;
  const place = findPlace(state.kernel, connection, conversationId);
  state.places.set(connection, { at: now, asked: conversationId, place });
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

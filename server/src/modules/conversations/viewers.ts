import type { ServerFrame } from '@meada/contract/frames';
import type { Connection, Hub } from '../../kernel/live/hub.ts';
import type { Roster } from '../../kernel/live/roster.ts';

/** Who has a conversation on the screen, told to the others who have, so that two people do not answer at once. */

const prefix = 'view ';
const keyOf = (orgId: string, conversationId: string, personId: string): string =>
  `${prefix}${orgId} ${conversationId} ${personId}`;

type State = {
  hub: Hub;
  roster: Roster;
  /** What each socket of this process shows. */
  viewing: Map<Connection, string>;
  /** People by conversation, over all processes. */
  people: Map<string, Map<string, string>>;
};

/** Keeps them over all processes. What it answers is called with what a socket shows now, null for nothing. */
export function keepViewers(
  hub: Hub,
  roster: Roster,
): (connection: Connection, conversationId: string | null) => void {
  const state: State = { hub, roster, viewing: new Map(), people: new Map() };
  roster.onChange((key) => void (key.startsWith(prefix) && settle(state, key)));
  hub.watch({
    left: (connection) => view(state, connection, null),
    closed: (connection, topic) => {
      if (topic === `conversation:${state.viewing.get(connection)}`) view(state, connection, null);
    },
  });
  return (connection, conversationId) => view(state, connection, conversationId);
}

function view(state: State, connection: Connection, conversationId: string | null): void {
  const { actor } = connection;
  const before = state.viewing.get(connection) ?? null;
  if (before === conversationId) return;
  // Only who follows the conversation (and so may see it) is told and counts.
  const follows = conversationId !== null && connection.topics.has(`conversation:${conversationId}`);
  if (follows) state.viewing.set(connection, conversationId);
  else state.viewing.delete(connection);
  if (before && actor.kind === 'person' && !stillViews(state, connection, before))
    state.roster.put(keyOf(actor.orgId, before, actor.id), null);
  if (!follows) return;
  if (actor.kind === 'person') state.roster.put(keyOf(actor.orgId, conversationId, actor.id), actor.name);
  connection.send(frameOf(state, conversationId));
}

/** Whether another socket of the same person here shows the conversation: two tabs are one viewer. */
function stillViews(state: State, { actor }: Connection, conversationId: string): boolean {
  for (const [{ actor: other }, id] of state.viewing)
    if (id === conversationId && other.id === actor.id && other.orgId === actor.orgId) return true;
  return false;
}

function settle(state: State, key: string): void {
  const [orgId = '', conversationId = '', personId = ''] = key.slice(prefix.length).split(' ');
  const people = state.people.get(conversationId) ?? new Map<string, string>();
  const [name] = state.roster.all(key);
  if (people.get(personId) === name) return;
  if (name === undefined) people.delete(personId);
  else people.set(personId, String(name));
  if (people.size > 0) state.people.set(conversationId, people);
  else state.people.delete(conversationId);
  const frame = frameOf(state, conversationId);
  for (const connection of state.hub.connections(orgId)) {
    const follows = connection.topics.has(`conversation:${conversationId}`);
    if (follows && connection.actor.kind !== 'customer') connection.send(frame);
  }
}

function frameOf(state: State, conversationId: string): ServerFrame {
  const people = [...(state.people.get(conversationId) ?? [])].map(([id, name]) => ({ id, name }));
  return { t: 'viewers', conversationId, people };
}

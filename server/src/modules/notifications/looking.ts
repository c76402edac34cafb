import type { Connection, Hub } from '../../kernel/live/hub.ts';
import type { Roster } from '../../kernel/live/roster.ts';

/**
 * Who is looking at the desk: a tab that is seen and used says so when that begins and ends, and it travels over the bus
 * between the processes. Whoever looks is not told on their devices as well. The database knows nothing of it.
 */
const keyOf = (orgId: string, personId: string): string => `looking ${orgId} ${personId}`;

/** Notes what the sockets of this process say; answers what to call with each word of theirs. */
export function keepLooking(hub: Hub, roster: Roster): (connection: Connection, on: boolean) => void {
  const looking = new Map<string, Set<Connection>>();
  const note = (connection: Connection, on: boolean): void => {
    const { actor } = connection;
    if (actor.kind !== 'person') return;
    const key = keyOf(actor.orgId, actor.id);
    const tabs = looking.get(key) ?? new Set();
    if (on) tabs.add(connection);
    else tabs.delete(connection);
    if (tabs.size > 0) looking.set(key, tabs);
    else looking.delete(key);
    roster.put(key, tabs.size > 0 ? true : null);
  };
  hub.watch({ left: (connection) => note(connection, false) });
  return note;
}

/** Whether the person looks at a tab of the desk, in whatever process it is. */
export const isLooking = (roster: Roster, orgId: string, personId: string): boolean =>
  roster.all(keyOf(orgId, personId)).length > 0;

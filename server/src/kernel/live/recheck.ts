import type { Actor } from '../actor.ts';
import type { Connection, Hub } from './hub.ts';

/** What decides on who sees what; everything else of an actor may change without a topic being asked for again. */
const rightsOf = (actor: Actor): string =>
  'permissions' in actor
    ? JSON.stringify([[...actor.permissions].sort(), actor.visibility, [...actor.teamIds].sort()])
    : '';

export type Recheck = {
  /** Loads the rights of this moment into the connection, or ends it. */
  reload(connection: Connection): Promise<void>;
  /** The same permission as the read of what the topic carries. */
  mayFollow(actor: Actor, topic: string): Promise<boolean>;
  /** Called when the rights are other than before. */
  changed(connection: Connection): void;
};

/** Checks an open connection after an event of access: with other rights its topics are asked for again. */
export async function recheckTopics(hub: Hub, connection: Connection, by: Recheck): Promise<void> {
  const before = rightsOf(connection.actor);
  await by.reload(connection);
  if (connection.ended !== null || rightsOf(connection.actor) === before) return;
  try {
    for (const topic of [...connection.topics])
      if (!(await by.mayFollow(connection.actor, topic))) hub.close(connection, topic);
  } catch {
    // What cannot be asked is not shown: the client comes back.
    connection.end('internal');
    return;
  }
  by.changed(connection);
}

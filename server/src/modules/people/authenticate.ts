import type { FastifyRequest } from 'fastify';
import type { KeyActor, PersonActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { tokenHash } from '../../kernel/ids.ts';
import type { Connection } from '../../kernel/live/hub.ts';
import { actorCache } from './actor-cache.ts';
import { loadKey, loadPerson } from './actors.ts';
import { readCookie } from './cookie.ts';
import { orgOfKey } from './rules.ts';

/** The one place where a session becomes an actor (LESSONS 61): the person of the request's cookie, or null. */
export async function authenticatePerson(
  kernel: Kernel,
  request: FastifyRequest,
): Promise<PersonActor | null> {
  const token = readCookie(kernel, request, 'meada');
  if (!token) return null;
  const hash = tokenHash(token);
  return actorCache(kernel).get(hash.toString('hex'), () => loadPerson(kernel, { tokenHash: hash }));
}

/** The API key of `Authorization: Bearer mk_…`, or null. */
export async function authenticateKey(kernel: Kernel, request: FastifyRequest): Promise<KeyActor | null> {
  const text = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  const orgId = text ? orgOfKey(text) : null;
  if (!text || !orgId) return null;
  const hash = tokenHash(text);
  return actorCache(kernel).get(hash.toString('hex'), () => loadKey(kernel, orgId, { tokenHash: hash }));
}

/**
 * Loads the actor of an open socket anew, past the cache: rights of this moment, or the end of the connection when the
 * session or key is gone or has moved to another organisation. The socket calls it when `session.ended` or
 * `person.access_changed` comes. Customers have no session of this kind and are left alone.
 */
export async function recheckConnection(kernel: Kernel, connection: Connection): Promise<void> {
  const { actor } = connection;
  if (actor.kind !== 'person' && actor.kind !== 'key') return;
  const fresh = await freshActor(kernel, actor).catch((error: unknown) => {
    kernel.log.error('an open socket could not be checked and ends', { error });
    return undefined;
  });
  if (fresh === undefined) connection.end('internal');
  else if (!fresh) connection.end('session_ended');
  else if (fresh.orgId !== actor.orgId) connection.end('organisation_changed');
  else connection.actor = fresh;
}

const freshActor = (kernel: Kernel, actor: PersonActor | KeyActor): Promise<PersonActor | KeyActor | null> =>
  actor.kind === 'person'
    ? loadPerson(kernel, { sessionId: actor.sessionId })
    : loadKey(kernel, actor.orgId, { keyId: actor.id });

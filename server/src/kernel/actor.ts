import type { Permission, Role, Visibility } from '@meada/contract/permissions';
import { forbidden } from './errors.ts';

/**
 * Whoever acts. Four kinds become one: a signed-in person, a customer (web visitor), an API key, the system itself.
 * Single sign-on ends in a person, too.
 */
export type PersonActor = {
  kind: 'person';
  id: string;
  orgId: string;
  sessionId: string;
  name: string;
  role: Role;
  permissions: ReadonlySet<Permission>;
  visibility: Visibility;
  teamIds: readonly string[];
  /** When the session ends if it is not used meanwhile. */
  endsAt?: Date;
};
export type KeyActor = {
  kind: 'key';
  id: string;
  orgId: string;
  name: string;
  permissions: ReadonlySet<Permission>;
  visibility: Visibility;
  teamIds: readonly string[];
  /** When the key ends by itself. */
  endsAt?: Date;
};
export type CustomerActor = {
  kind: 'customer';
  /** The browser's number, from its visitor token. */
  id: string;
  orgId: string;
  /** null before the first message. */
  identityId: string | null;
  inboxId: string;
};
export type SystemActor = { kind: 'system'; id: null; orgId: string };
export type Actor = PersonActor | KeyActor | CustomerActor | SystemActor;

/** The house itself at work in one organisation. */
export const systemActor = (orgId: string): SystemActor => ({ kind: 'system', id: null, orgId });

/** Whether the actor holds a permission; the system holds all, a customer none. */
export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind !== 'customer' && actor.permissions.has(permission);
}

/** Throws 403 unless the actor holds the permission. */
export function permit(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw forbidden(permission);
}

/** Name of an actor in rows that keep who did it: `person:<id>`. */
export const actorKey = (actor: Actor): string => `${actor.kind}:${actor.id ?? ''}`;

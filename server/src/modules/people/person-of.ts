import type { Actor, PersonActor } from '../../kernel/actor.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';

const unauthenticated = (): Failure => new Failure('unauthenticated', 'Sign in.');

/** The signed-in person: for what only a person can do. 401 for nobody, 403 for a key: it is known, and may not. */
export function personOf(actor: Actor | null): PersonActor {
  if (!actor) throw unauthenticated();
  if (actor.kind !== 'person') throw new Failure('forbidden', 'Only a signed-in person can do this.');
  return actor;
}

/** Who calls, or 401: for routes that open their own transactions. */
export function actorOf(call: Pick<Call, 'actor'>): Actor {
  if (!call.actor) throw unauthenticated();
  return call.actor;
}

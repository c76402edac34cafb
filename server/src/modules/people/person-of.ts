import type { Actor, PersonActor } from '../../kernel/actor.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';

const unauthenticated = (): Failure => new Failure('unauthenticated', 'Sign in.');

/** The signed-in person, or 401: for what only a person can do. */
export function personOf(actor: Actor | null): PersonActor {
  if (actor?.kind !== 'person') throw unauthenticated();
  return actor;
}

/** Who calls, or 401: for routes that open their own transactions. */
export function actorOf(call: Pick<Call, 'actor'>): Actor {
  if (!call.actor) throw unauthenticated();
  return call.actor;
}

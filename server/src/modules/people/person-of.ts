import type { Actor, PersonActor } from '../../kernel/actor.ts';
import { Failure } from '../../kernel/errors.ts';

/** The signed-in person, or 401: for what only a person can do. */
export function personOf(actor: Actor | null): PersonActor {
  if (actor?.kind !== 'person') throw new Failure('unauthenticated', 'Sign in.');
  return actor;
}

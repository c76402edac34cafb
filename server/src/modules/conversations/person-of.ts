import type { Actor, PersonActor } from '../../kernel/actor.ts';
import { Failure } from '../../kernel/errors.ts';

/** The person who acts; what is a person's own (drafts, follows) a key does not have. */
export function personOf(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new Failure('forbidden', 'Only a signed-in person has this.');
  return actor;
}

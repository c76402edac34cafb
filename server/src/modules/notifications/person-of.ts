import type { PersonActor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';

/** The signed-in person: keys and the house have no devices. */
export function personOf(ctx: Ctx): PersonActor {
  if (ctx.actor.kind === 'person') return ctx.actor;
  throw new Failure('forbidden', 'Only a signed-in person has devices.');
}

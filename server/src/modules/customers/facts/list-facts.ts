import type { KnownFact, listFacts as route } from '@meada/contract/routes/facts';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { knownFacts } from './views.ts';

/** What is known of a customer. Throws `not_found`. */
export async function listFacts(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ items: KnownFact[] }> {
  permit(ctx.actor, 'customers.read');
  return { items: await knownFacts(ctx, await rootIdOf(ctx, input.params.id)) };
}

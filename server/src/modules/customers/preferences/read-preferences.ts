import type { Preferences, readPreferences as route } from '@meada/contract/routes/preferences';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { preferencesOf } from './views.ts';

/** How a customer wants to be reached. Throws `not_found`. */
export async function readPreferences(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<Preferences> {
  permit(ctx.actor, 'customers.read');
  return preferencesOf(ctx, await rootIdOf(ctx, input.params.id));
}

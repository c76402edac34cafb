import { Id } from '@meada/contract/primitives';
import type { Comparison, compareCustomers as route } from '@meada/contract/routes/duplicates';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { comparisonOf, loadSides } from './compare.ts';

const most = 10;

/** Two to ten records side by side, in the order they were named. Throws `not_found`, `refused`. */
export async function compareCustomers(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<Comparison> {
  permit(ctx.actor, 'customers.read');
  const named = query.ids.split(',').map((id) => id.trim());
  if (named.length > most || !named.every((id) => Id.safeParse(id).success))
    throw refused('Two to ten ids, divided by commas.', 'query.ids');
  const roots: string[] = [];
  for (const id of named) roots.push(await rootIdOf(ctx, id));
  const different = [...new Set(roots)];
  if (different.length < 2) throw refused('These records are one.', 'query.ids');
  return comparisonOf(ctx, await loadSides(ctx, different), different);
}

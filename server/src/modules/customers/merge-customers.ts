import type { Customer, mergeCustomers as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { mergeInto, resolveChoices } from './merge.ts';
import { lockIdentities, rootIdOf } from './store.ts';
import { customerOf } from './views.ts';

type Wanted = Pick<Input<typeof route>, 'params'> & {
  body: Omit<Input<typeof route>['body'], 'choices'> & { choices?: Input<typeof route>['body']['choices'] };
};

/**
 * Merges one or several others into this one, with choices for fields in which they differ. Throws `not_found`, `refused`.
 */
export async function mergeCustomers(ctx: Ctx, input: Wanted): Promise<Customer> {
  permit(ctx.actor, 'customers.merge');
  const { otherId, otherIds, reason, choices = {} } = input.body;
  const others = [...new Set(otherIds ?? (otherId === undefined ? [] : [otherId]))];
  if (others.length === 0 || (otherId !== undefined && otherIds !== undefined))
    throw refused('Say which other: otherId, or several as otherIds.', 'body.otherId');
  if (others.includes(input.params.id)) throw refused('This is the same customer.', 'body.otherId');
  await lockIdentities(ctx);
  const intoId = await rootIdOf(ctx, input.params.id);
  const sides = [intoId];
  for (const id of others) sides.push(await rootIdOf(ctx, id));
  const resolved = await resolveChoices(ctx, sides, choices);
  for (const fromId of others) await mergeInto(ctx, { fromId, intoId, reason, choices: resolved });
  return customerOf(ctx, intoId);
}

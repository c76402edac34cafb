import type { Customer, changeCustomer as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { factOfName } from './facts/of-name.ts';
import { applyFields } from './fields/apply.ts';
import { overrule } from './merge.ts';
import { fieldsOf, loadGroups, standingWord } from './standing.ts';
import { rootIdOf, saveCustomer } from './store.ts';
import { customerOf } from './views.ts';

/** Custom fields one customer may have. */
const fieldsAtMost = 200;

/** Changes the canonical record; a custom field set to null goes away. Throws `not_found`, `refused`. */
export async function changeCustomer(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Customer> {
  permit(ctx.actor, 'customers.write');
  const id = await rootIdOf(ctx, input.params.id);
  const what = Object.keys(input.body);
  if (what.length === 0) return customerOf(ctx, id);
  await saveCustomer(ctx, id, await checked(ctx, id, input.body));
  if (input.body.name !== undefined) await factOfName(ctx, { customerId: id, name: input.body.name });
  await overrule(ctx, id, fieldsOf(input.body));
  const customer = await customerOf(ctx, id);
  if (Object.keys(customer.customFields).length > fieldsAtMost) {
    throw refused('A customer has at most 200 custom fields.', 'body.customFields');
  }
  ctx.emit({ name: 'customer.changed', facts: { customerId: id, what: changedParts(input.body) } });
  ctx.audit({ action: 'customer.changed', subject: { kind: 'customer', id }, facts: { what } });
  return customer;
}

type Change = Input<typeof route>['body'];

/** The change with each custom field as its definition keeps it. */
async function checked(ctx: Ctx, id: string, change: Change): Promise<Change> {
  if (change.customFields === undefined) return change;
  const group = (await loadGroups(ctx, [id])).get(id);
  const subject = group && standingWord(group, 'kind') === 'company' ? 'company' : 'customer';
  return { ...change, customFields: await applyFields(ctx, subject, change.customFields) };
}

/** Names of what changed, custom fields by theirs. */
const changedParts = ({ customFields, ...plain }: Change): string[] => [
  ...Object.keys(plain),
  ...Object.keys(customFields ?? {}).map((name) => `field:${name}`),
];

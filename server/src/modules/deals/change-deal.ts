import type { Deal, changeDeal as route } from '@meada/contract/routes/deals';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkNamed } from './checks.ts';
import { type DealChange, lockDeal, updateDeal } from './store.ts';
import { dealOf } from './views.ts';

type Body = Input<typeof route>['body'];

/** Field of the call → column. */
const columns = {
  title: 'title',
  customerId: 'customer_id',
  companyId: 'company_id',
  value: 'value',
  currency: 'currency',
  ownerId: 'owner_id',
  expectedOn: 'expected_on',
  nextStep: 'next_step',
  nextOn: 'next_on',
  labelIds: 'label_ids',
} as const satisfies Record<keyof Body, keyof DealChange>;

/** Changes what is named. Throws `not_found`. */
export async function changeDeal(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Deal> {
  permit(ctx.actor, 'deals.write');
  const { id } = input.params;
  const { body } = input;
  const deal = await lockDeal(ctx, id);
  await checkNamed(ctx, body);
  const given = Object.entries(body).filter(([, value]) => value !== undefined) as [keyof Body, unknown][];
  if (given.length === 0) return dealOf(ctx, id);
  const change = Object.fromEntries(given.map(([name, value]) => [columns[name], value])) as DealChange;
  if (change.next_step === '') change.next_step = null;
  if (change.label_ids) change.label_ids = [...new Set(change.label_ids)];
  await updateDeal(ctx, id, change);
  const customerId = body.customerId ?? deal.customerId;
  const other = customerId === deal.customerId ? {} : { otherId: deal.customerId };
  const what = given.map(([name]) => name);
  ctx.emit({ name: 'deal.changed', facts: { customerId, dealId: id, what, ...other } });
  return dealOf(ctx, id);
}

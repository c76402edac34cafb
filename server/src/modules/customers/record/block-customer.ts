import type { CustomerRecord, blockCustomer as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { saveBlock } from './store.ts';
import { recordOf } from './view.ts';

/** Marks a customer as blocked, which needs a reason, or takes the mark away. Throws `not_found`, `refused`. */
export async function blockCustomer(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CustomerRecord> {
  permit(ctx.actor, 'customers.write');
  const { blocked } = input.body;
  const reason = input.body.reason.trim();
  if (blocked && reason.length < 3) throw refused('Say why.', 'body.reason');
  const rootId = await rootIdOf(ctx, input.params.id);
  await saveBlock(ctx, rootId, blocked ? reason : null);
  ctx.emit({
    name: 'customer.changed',
    facts: { customerId: rootId, what: [blocked ? 'blocked' : 'unblocked'] },
  });
  ctx.audit({
    action: blocked ? 'customer.blocked' : 'customer.unblocked',
    subject: { kind: 'customer', id: rootId },
  });
  return recordOf(ctx, rootId);
}

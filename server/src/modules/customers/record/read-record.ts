import type { CustomerRecord, readRecord as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { recordOf } from './view.ts';

/** The record of the canonical customer, by any id of its group. Throws `not_found`. */
export async function readRecord(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<CustomerRecord> {
  permit(ctx.actor, 'customers.read');
  return recordOf(ctx, await rootIdOf(ctx, input.params.id));
}

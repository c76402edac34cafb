import type { Purpose } from '@meada/contract/routes/customer-consents';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { purposesOf } from './purposes.ts';

/** What the firm writes to customers for. */
export async function listPurposes(ctx: Ctx): Promise<{ items: Purpose[] }> {
  permit(ctx.actor, 'customers.read');
  return { items: await purposesOf(ctx) };
}

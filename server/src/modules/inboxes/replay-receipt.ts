import type { replayReceipt as route } from '@meada/contract/routes/receipts';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';

/** Has a received thing read again, once whatever made it poison is mended. Throws `not_found`. */
export async function replayReceipt(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'inboxes.manage');
  const { id, receiptId } = input.params;
  const row = await ctx.db
    .updateTable('receipts')
    // A number of its own again: readers look behind what they have seen.
    .set({ state: 'new', error: null, n: sql<number>`DEFAULT` })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', receiptId)
    .where('inbox_id', '=', id)
    .where('state', '=', 'poison')
    .where('body', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw notFound('receipt');
  ctx.emit({ name: 'inbox.changed', facts: { inboxId: id } });
  ctx.audit({
    action: 'receipt.replayed',
    subject: { kind: 'receipt', id: receiptId },
    facts: { inboxId: id },
  });
  ctx.afterCommit(() => ctx.bus.wake('receipts'));
  return { ok: true };
}

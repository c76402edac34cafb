import type { ResponseOf } from '@meada/contract/route';
import type { reopenDuplicate as route } from '@meada/contract/routes/duplicates';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { unmerge } from '../merge.ts';
import { lockIdentities } from '../store.ts';
import { loadPair } from './pair.ts';
import { countDuplicates } from './views.ts';

/**
 * Takes back what was done with a pair: a merge is undone exactly (needs the right to merge), "not the same" and "later"
 * are forgotten; the pair is open again. Throws `not_found`, `conflict` (there is nothing to take back), `forbidden`.
 */
export async function reopenDuplicate(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.write');
  await lockIdentities(ctx);
  const pair = found(await loadPair(ctx, params.id), 'pair');
  if (pair.a === pair.b) {
    permit(ctx.actor, 'customers.merge');
    await unmerge(ctx, { mergeId: found(pair.mergeId, 'merge') });
  } else if (!pair.settledAt && !pair.laterUntil) throw conflict('There is nothing to take back.');
  await ctx.db
    .updateTable('merge_suggestions')
    .set({ settled_at: null, accepted: null, settled_by: null, later_until: null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', params.id)
    .execute();
  ctx.emit({ name: 'suggestion.settled', facts: { customerId: pair.a } });
  ctx.audit({
    action: 'suggestion.reopened',
    subject: { kind: 'customer', id: pair.a },
    facts: { other: pair.b },
  });
  return { state: 'open', counts: await countDuplicates(ctx) };
}

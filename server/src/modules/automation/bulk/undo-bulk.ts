import type { BulkRun } from '@meada/contract/macros';
import type { undoBulk as route } from '@meada/contract/routes/macros';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { batchSize } from '../rules.ts';
import { undoBatch } from './batch.ts';
import { bulkOf, lockBulk, saveBulk } from './store.ts';

/**
 * Takes one's own run back: what each conversation was before, but for what somebody changed since and what went out. Throws
 * `not_found` for anybody else's, `conflict` when it is too late, under way, or done already.
 */
export async function undoBulk(ctx: Ctx, { params }: Pick<Input<typeof route>, 'params'>): Promise<BulkRun> {
  permit(ctx.actor, 'conversations.reply');
  const run = found(await lockBulk(ctx, params.id), 'run');
  const { undoUntil } = await bulkOf(ctx, run.id);
  if (!undoUntil) throw conflict('This cannot be taken back any more.');
  await saveBulk(ctx, run.id, { state: 'undoing', place: 0, ended_at: null });
  ctx.audit({ action: 'conversations.bulk_undone', subject: { kind: 'bulk_run', id: run.id } });
  if (run.total < batchSize) await undoBatch(ctx, { ...run, place: 0 });
  else ctx.afterCommit(() => ctx.bus.wake('bulk'));
  return bulkOf(ctx, run.id);
}

import type { Retention, runRetention as route } from '@meada/contract/routes/privacy-register';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { insertRun } from './run.ts';
import { retentionOf } from './views.ts';

/** Counts what would be purged, or purges now; the worker does it. Throws `conflict` while a run is under way. */
export async function startRun(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Retention> {
  permit(ctx.actor, 'privacy.manage');
  const startedBy = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  try {
    await insertRun(ctx, { trial: body.trial, startedBy });
  } catch (error) {
    if (isDouble(error)) throw conflict('A run is under way.');
    throw error;
  }
  ctx.audit({ action: 'privacy.retention_run', facts: { trial: body.trial } });
  ctx.afterCommit(() => ctx.bus.wake('retention'));
  return retentionOf(ctx);
}

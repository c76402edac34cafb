import type { DuplicateSettings } from '@meada/contract/routes/duplicates';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { endScan } from './scan.ts';
import { settingsOf } from './views.ts';

/** Stops the run that is going on, if any; what it found stays. */
export async function stopScan(ctx: Ctx): Promise<DuplicateSettings> {
  permit(ctx.actor, 'organisation.manage');
  const running = await ctx.db
    .selectFrom('duplicate_scans')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (running) {
    await endScan(ctx, running.id, 'stopped');
    ctx.audit({ action: 'duplicates.scan_stopped' });
  }
  return settingsOf(ctx);
}

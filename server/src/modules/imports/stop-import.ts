import type { Import } from '@meada/contract/routes/imports';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { mayBegin } from './rules.ts';
import { lockImport, saveImport } from './store.ts';
import { importOf } from './views.ts';

/** Stops after the rows in hand; a dry run is simply over. */
export async function stopImport(ctx: Ctx, { importId }: { importId: string }): Promise<Import> {
  permit(ctx.actor, 'customers.import');
  const one = await lockImport(ctx, importId, mayBegin.stop);
  const running = one.state === 'running';
  await saveImport(ctx, importId, {
    state: running ? 'stopped' : 'mapping',
    ended_at: running ? ctx.clock.now() : null,
  });
  ctx.audit({ action: 'import.stopped', subject: { kind: 'import', id: importId } });
  return importOf(ctx, importId);
}

import type { Import } from '@meada/contract/routes/imports';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { mayBegin, undoDays } from './rules.ts';
import { lockImport, saveImport } from './store.ts';
import { importOf } from './views.ts';

/** Begins to take an import back. Throws `not_found`, `conflict` when it is too late. */
export async function undoImport(ctx: Ctx, { importId }: { importId: string }): Promise<Import> {
  permit(ctx.actor, 'customers.import');
  const one = await lockImport(ctx, importId, mayBegin.undo);
  const until = (one.ended_at ?? ctx.clock.now()).getTime() + undoDays * 86_400_000;
  if (until < ctx.clock.now().getTime()) throw conflict('It is too late to take this back.');
  await saveImport(ctx, importId, { state: 'undoing', kept: 0, ended_at: null, error: null });
  ctx.audit({ action: 'import.undo_started', subject: { kind: 'import', id: importId } });
  ctx.afterCommit(() => ctx.bus.wake('imports'));
  return importOf(ctx, importId);
}

import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { mayBegin } from './rules.ts';
import { dropRows, lockImport } from './store.ts';

/** Forgets an import and its rows; the customers stay. */
export async function dropImport(ctx: Ctx, { importId }: { importId: string }): Promise<void> {
  permit(ctx.actor, 'customers.import');
  await lockImport(ctx, importId, mayBegin.drop);
  await dropRows(ctx, importId);
  ctx.audit({ action: 'import.dropped', subject: { kind: 'import', id: importId } });
  ctx.emit({ name: 'import.changed', facts: { importId, state: 'undone' } });
}

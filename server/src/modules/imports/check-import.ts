import type { Import } from '@meada/contract/routes/imports';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { dryRuns } from './batch.ts';
import { mayBegin } from './rules.ts';
import { lockImport, saveImport } from './store.ts';
import { importOf } from './views.ts';

/** Begins the dry run. Throws `not_found`, `conflict`, `refused` when nothing is mapped. */
export async function checkImport(ctx: Ctx, { importId }: { importId: string }): Promise<Import> {
  permit(ctx.actor, 'customers.import');
  const one = await lockImport(ctx, importId, mayBegin.check);
  const tells = ['name', 'given', 'surname', 'email', 'phone', 'cpf', 'cnpj', 'document', 'loyalty'];
  if (!one.mapping.some((target) => tells.includes(target)))
    throw refused('No column is a name or an address.', 'body.mapping');
  dryRuns.delete(`${ctx.orgId} ${importId}`);
  await saveImport(ctx, importId, {
    state: 'checking',
    place: 0,
    counts: '{}',
    problems: '[]',
    error: null,
    checker: null,
    checked_at: null,
  });
  ctx.afterCommit(() => ctx.bus.wake('imports'));
  return importOf(ctx, importId);
}

import type { Kernel } from '../../kernel/ctx.ts';
import { sealAudit } from './seal-audit.ts';

/**
 * Seals the audit trails of all organisations, one after the other; for the worker, every few minutes. One that fails is
 * written to the log and does not hold up the rest. Answers how many entries were sealed.
 */
export async function sealAllAudits(kernel: Kernel): Promise<number> {
  const rows = await kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select('id').orderBy('id').execute(),
  );
  let count = 0;
  for (const { id } of rows) {
    try {
      count += await sealAudit(kernel, id);
    } catch (error) {
      kernel.log.error('an audit trail could not be sealed', { error, orgId: id });
    }
  }
  return count;
}

import type { Kernel } from '../../kernel/ctx.ts';
import { firstPrevious, sealHash } from './audit-chain.ts';
import { entriesToSeal, type Seal, sealOf } from './audit-rows.ts';

export type AuditState = {
  ok: boolean;
  seals: number;
  entries: number;
  /** The first seal that does not hold, and why. */
  broken: { sealId: number; reason: 'missing' | 'chain' | 'entries' } | null;
};

/**
 * Recomputes the chain of an organisation from its beginning. An entry changed, added or taken away behind a seal breaks
 * the seal; a seal changed or taken away breaks the chain. What lies behind the last seal is not covered yet, and who
 * owns the database can rebuild the whole chain: keep the newest hash elsewhere to rule that out.
 */
export async function verifyAudit(kernel: Pick<Kernel, 'database'>, orgId: string): Promise<AuditState> {
  const last = await kernel.database.inOrg(orgId, (db) => lastSealNumber(db, orgId));
  let previous: Buffer = firstPrevious;
  let entries = 0;
  for (let id = 1; id <= last; id++) {
    const found = await kernel.database.inOrg(orgId, async (db) => ({
      seal: await sealOf(db, orgId, id),
      covered: await entriesToSeal(db, orgId, { sealId: id }),
    }));
    const reason = problemOf(found.seal, previous, () => sealHash(previous, found.covered));
    if (reason || !found.seal) {
      return { ok: false, seals: id - 1, entries, broken: { sealId: id, reason: reason ?? 'missing' } };
    }
    previous = found.seal.hash;
    entries += found.covered.length;
  }
  return { ok: true, seals: last, entries, broken: null };
}

function problemOf(
  seal: Seal | null,
  previous: Buffer,
  computed: () => Buffer,
): 'missing' | 'chain' | 'entries' | null {
  if (!seal) return 'missing';
  if (!seal.previous.equals(previous)) return 'chain';
  return seal.hash.equals(computed()) ? null : 'entries';
}

/** The highest number named by a seal or by an entry: seals taken off the end are missed, too. */
async function lastSealNumber(db: Parameters<typeof sealOf>[0], orgId: string): Promise<number> {
  const seal = await sealOf(db, orgId, 'last');
  const entry = await db
    .selectFrom('audit_entries')
    .select((row) => row.fn.max('seal_id').as('seal_id'))
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  return Math.max(seal?.id ?? 0, Number(entry?.seal_id ?? 0));
}

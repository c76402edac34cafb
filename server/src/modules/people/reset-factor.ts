import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { everServed, livingSignIn } from './directory.ts';
import { tellChange } from './tell-change.ts';

/**
 * Takes a person's second factor away, for the operator's CLI: who lost telephone and recovery codes cannot do it
 * themselves. Every organisation they serve finds it in its audit trail. Throws `not_found`. `had`: there was one.
 */
export async function resetFactor(
  kernel: Kernel,
  input: { email: string },
): Promise<{ personId: string; had: boolean }> {
  const signIn = await kernel.database.asSystem((db) => livingSignIn(db, input.email.trim().toLowerCase()));
  const { personId, factorSecret } = found(signIn, 'person');
  const orgIds = await kernel.database.asSystem(async (db) => {
    await db
      .updateTable('sign_ins')
      .set({ factor_secret: null, factor_pending: null, recovery_hashes: [] })
      .where('person_id', '=', personId)
      .execute();
    return everServed(db, personId);
  });
  for (const orgId of orgIds) {
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      ctx.audit({ action: 'factor.reset', subject: { kind: 'person', id: personId } });
    });
  }
  if (factorSecret !== null) tellChange(kernel, personId, 'factor_removed');
  return { personId, had: factorSecret !== null };
}

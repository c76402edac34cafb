import { sql } from 'kysely';
import type { Kernel } from '../../kernel/ctx.ts';
import type { SignIn } from './directory.ts';
import { plainCode, recoveryHash, stepOfCode } from './factor.ts';

/** Binds an encrypted secret to its person: it opens in no other row. */
export const factorContext = (personId: string): string => `factor ${personId}`;

/**
 * Whether a code of the authenticator or a recovery code is right, used up in the same statement: of two requests with
 * one code one succeeds.
 */
export async function proveFactor(kernel: Kernel, signIn: SignIn, typed: string): Promise<boolean> {
  if (signIn.factorSecret === null) return false;
  const code = plainCode(typed);
  const secret = kernel.secrets.decrypt(signIn.factorSecret, factorContext(signIn.personId));
  const step = stepOfCode(secret, code, kernel.clock.now());
  const used = await kernel.database.asSystem((db) => {
    const update = db.updateTable('sign_ins').where('person_id', '=', signIn.personId);
    if (step !== null) {
      return update
        .set({ factor_step: step })
        .where('factor_step', '<', step)
        .returning('person_id')
        .executeTakeFirst();
    }
    const hash = recoveryHash(code);
    return update
      .set({ recovery_hashes: sql`array_remove(recovery_hashes, ${hash})` })
      .where(sql<boolean>`${hash} = ANY(recovery_hashes)`)
      .returning('person_id')
      .executeTakeFirst();
  });
  return used !== undefined;
}

import type { dropFactor as route } from '@meada/contract/routes/session';
import { conflict } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { takeTry } from './attempts.ts';
import { proveOwnPassword } from './prove.ts';
import { proveFactor } from './prove-factor.ts';
import { auditEverywhere, wrongCredentials } from './sessions.ts';
import { tellChange } from './tell-change.ts';

/** Switches the second factor off; asks for the password and a code of it. */
export async function dropFactor(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<{ ok: true }> {
  const { kernel } = call;
  const signIn = await proveOwnPassword(call, input.body.password);
  if (signIn.factorSecret === null) throw conflict('There is no second factor.');
  const giveBack = takeTry(call, signIn.email);
  if (!(await proveFactor(kernel, signIn, input.body.code))) throw wrongCredentials();
  giveBack();
  const { personId } = signIn;
  await kernel.database.asSystem((db) =>
    db
      .updateTable('sign_ins')
      .set({ factor_secret: null, factor_pending: null, recovery_hashes: [] })
      .where('person_id', '=', personId)
      .execute(),
  );
  await auditEverywhere(kernel, personId, {
    action: 'factor.off',
    subject: { kind: 'person', id: personId },
  });
  tellChange(kernel, personId, 'factor_removed');
  return { ok: true };
}

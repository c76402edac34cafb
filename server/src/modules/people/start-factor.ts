import type { ResponseOf } from '@meada/contract/route';
import type { startFactor as route } from '@meada/contract/routes/session';
import { conflict } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { updateSignIn } from './directory.ts';
import { factorUrl, newFactorSecret } from './factor.ts';
import { proveOwnPassword } from './prove.ts';
import { factorContext } from './prove-factor.ts';

/**
 * Begins to set up the second factor. One that is there must be dropped first, with a code of it: a stolen session and
 * password do not replace it.
 */
export async function startFactor(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  const { kernel } = call;
  const { personId, email, factorSecret } = await proveOwnPassword(call, input.body.password);
  if (factorSecret !== null) throw conflict('The second factor is on; switch it off first.');
  const secret = newFactorSecret(kernel.ids);
  const pending = kernel.secrets.encrypt(secret, factorContext(personId));
  await kernel.database.asSystem((db) => updateSignIn(db, personId, { factor_pending: pending }));
  return { secret, url: factorUrl(secret, email) };
}

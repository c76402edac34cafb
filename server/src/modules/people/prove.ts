import type { Kernel } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';
import { takeTry } from './attempts.ts';
import { type SignIn, signInByEmail, signInOfPerson } from './directory.ts';
import { passwordMatches } from './passwords.ts';
import { personOf } from './person-of.ts';
import { wrongCredentials } from './sessions.ts';

/**
 * The one place where a password is proved (LESSONS 61): sign-in, invitation of a known person, and every change that
 * asks for it again. Unknown address and wrong password take the same time and give the same error, and both use up a
 * try (LESSONS 28, B10). Throws `wrong_credentials`, `too_many`.
 */
export async function provePassword(call: Call, email: string, password: string): Promise<SignIn> {
  const giveBack = takeTry(call, email);
  const signIn = await signInOfAddress(call.kernel, email);
  if (!(await passwordMatches(signIn?.passwordHash ?? null, password)) || !signIn) throw wrongCredentials();
  giveBack();
  return signIn;
}

const signInOfAddress = (kernel: Kernel, email: string): Promise<SignIn | null> =>
  kernel.database.asSystem((db) => signInByEmail(db, email));

/** The signed-in person proves the password once more. */
export async function proveOwnPassword(call: Call, password: string): Promise<SignIn> {
  const { id } = personOf(call.actor);
  const own = found(await call.kernel.database.asSystem((db) => signInOfPerson(db, id)), 'person');
  return provePassword(call, own.email, password);
}

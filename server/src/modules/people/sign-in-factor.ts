import type { signInFactor as route } from '@meada/contract/routes/session';
import type { Call, Input } from '../../kernel/http/route.ts';
import { acceptAs } from './accept-as.ts';
import { takeTry } from './attempts.ts';
import { signInOfPerson } from './directory.ts';
import { proveFactor } from './prove-factor.ts';
import { openSession, refuseOtherSites, type SignedIn, wrongCredentials } from './sessions.ts';
import { tryTicket, useTicket } from './tickets.ts';

/**
 * Finishes a sign-in with a code. A ticket bears five tries and works once. One that came from an invitation carries the
 * invitation's token behind a dot: only now is it accepted.
 */
export async function signInFactor(call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<SignedIn> {
  const { kernel } = call;
  refuseOtherSites(call);
  const [token = '', ...rest] = input.body.ticket.split('.');
  const personId = await tryTicket(kernel, 'second_factor', token);
  const signIn = personId && (await kernel.database.asSystem((db) => signInOfPerson(db, personId)));
  if (!signIn) throw wrongCredentials();
  const giveBack = takeTry(call, signIn.email);
  if (!(await proveFactor(kernel, signIn, input.body.code))) throw wrongCredentials();
  const ticket = { kind: 'second_factor', token, now: kernel.clock.now() } as const;
  if (!(await kernel.database.asSystem((db) => useTicket(db, ticket)))) throw wrongCredentials();
  giveBack();
  const invitation = rest.join('.');
  const orgId = invitation === '' ? undefined : await acceptAs(kernel, signIn, { token: invitation });
  return openSession(call, signIn, { orgId, factor: true });
}

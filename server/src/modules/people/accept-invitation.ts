import type { ResponseOf } from '@meada/contract/route';
import type { acceptInvitation as route } from '@meada/contract/routes/session';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { acceptAs } from './accept-as.ts';
import { ensureSignIn, livingSignIn, setMembership, signInOfPerson } from './directory.ts';
import { type OpenInvitation, openInvitation } from './invitations.ts';
import { hashPassword } from './passwords.ts';
import { provePassword } from './prove.ts';
import { lifetimes, shortestPassword } from './rules.ts';
import { openSession, refuseOtherSites, wrongCredentials } from './sessions.ts';
import { makeTicket } from './tickets.ts';
import { refuseWeak } from './weak-passwords.ts';

type Accepted = ResponseOf<typeof route>;
type Body = Input<typeof route>['body'];

/**
 * Accepts an invitation. A new person chooses name and password; one whose address has a sign-in already proves the
 * password and, where there is one, the second factor.
 */
export async function acceptInvitation(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<Accepted> {
  refuseOtherSites(call);
  const invitation = await openInvitation(call.kernel, input.body.token);
  const known = await call.kernel.database.asSystem((db) => livingSignIn(db, invitation.email));
  return known ? acceptKnown(call, invitation, input.body) : acceptNew(call, invitation, input.body);
}

async function acceptKnown(call: Call, invitation: OpenInvitation, body: Body): Promise<Accepted> {
  const signIn = await provePassword(call, invitation.email, body.password);
  const { personId } = signIn;
  if (signIn.factorSecret !== null) {
    const ticket = { kind: 'second_factor', personId, lifeMs: lifetimes.factorTicket } as const;
    return { state: 'second_factor', ticket: `${await makeTicket(call.kernel, ticket)}.${body.token}` };
  }
  const orgId = await acceptAs(call.kernel, signIn, { token: body.token, name: body.name });
  return openSession(call, signIn, { orgId });
}

async function acceptNew(call: Call, invitation: OpenInvitation, body: Body): Promise<Accepted> {
  const { kernel } = call;
  const { name, password, locale = 'pt-BR', token } = body;
  if (!name) throw new Failure('malformed', 'A name is needed.', { field: 'body.name' });
  if (password.length < shortestPassword) {
    throw new Failure('malformed', 'The password is too short.', { field: 'body.password' });
  }
  refuseWeak(password, 'body.password', [invitation.email, name]);
  const passwordHash = await hashPassword(password);
  const signIn = await kernel.database.asSystem(async (db) => {
    const row = { personId: kernel.ids.uuid(), email: invitation.email, passwordHash, locale };
    const made = await ensureSignIn(db, row);
    if (made.known) return null;
    // In the same transaction: from here on the password stands. It opens nothing before there is a member.
    await setMembership(db, { personId: made.personId, orgId: invitation.orgId, active: true });
    return signInOfPerson(db, made.personId);
  });
  // Somebody else accepted for this address in the meantime: the password here proves nothing.
  if (!signIn) throw wrongCredentials();
  const orgId = await acceptAs(kernel, signIn, { token, name });
  return openSession(call, signIn, { orgId });
}

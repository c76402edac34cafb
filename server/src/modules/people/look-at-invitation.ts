import type { ResponseOf } from '@meada/contract/route';
import type { invitationState } from '@meada/contract/routes/session';
import type { Call, Input } from '../../kernel/http/route.ts';
import { organisationOf } from '../organisations/index.ts';
import { livingSignIn } from './directory.ts';
import { openInvitation } from './invitations.ts';

/** What an invitation link invites to; the token travels in the body, not in an address. */
export async function lookAtInvitation(
  call: Call,
  input: Pick<Input<typeof invitationState>, 'body'>,
): Promise<ResponseOf<typeof invitationState>> {
  const { kernel } = call;
  const { orgId, email, role } = await openInvitation(kernel, input.body.token);
  const organisation = await kernel.database.inOrg(orgId, (db) => organisationOf(db, orgId));
  const known = await kernel.database.asSystem((db) => livingSignIn(db, email));
  return { organisation: organisation.name, email, role, known: known !== null };
}

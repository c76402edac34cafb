import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { loadMember } from './actors.ts';
import { membershipsOf, type SignIn, setMembership } from './directory.ts';
import { gone, openInvitation } from './invitations.ts';
import { acting, wrongCredentials } from './sessions.ts';
import { insertMember, takeInvitation } from './store.ts';
import { setTeamsOf } from './store-teams.ts';

/**
 * Accepts an invitation as a person who has proved who they are; the address is the invitation's, never one the caller
 * names (LESSONS 63). Answers the organisation. The member row is the point of no return and is written together with
 * the end of the invitation; the membership before it opens nothing by itself.
 */
export async function acceptAs(
  kernel: Kernel,
  signIn: Pick<SignIn, 'personId' | 'email'>,
  invited: { token: string; name?: string },
): Promise<string> {
  const invitation = await openInvitation(kernel, invited.token);
  if (invitation.email !== signIn.email) throw wrongCredentials();
  const { orgId, role, visibility } = invitation;
  const { personId, email } = signIn;
  const name = invited.name ?? (await nameElsewhere(kernel, personId)) ?? email;
  await kernel.database.asSystem((db) => setMembership(db, { personId, orgId, active: true }));
  await inTransaction(kernel, acting(orgId, personId), async (ctx) => {
    if (!(await takeInvitation(ctx, invitation.id))) throw gone();
    await insertMember(ctx, { id: personId, name, email, role, visibility });
    const teamIds = await setTeamsOf(ctx, personId, invitation.teamIds);
    ctx.emit({ name: 'person.changed', facts: { personId } });
    for (const teamId of teamIds) ctx.emit({ name: 'team.changed', facts: { teamId } });
    ctx.audit({
      action: 'invitation.accepted',
      subject: { kind: 'person', id: personId },
      facts: { invitationId: invitation.id, role, visibility },
    });
  });
  return orgId;
}

async function nameElsewhere(kernel: Kernel, personId: string): Promise<string | null> {
  const served = await kernel.database.asSystem((db) => membershipsOf(db, personId));
  for (const { id } of served) {
    const member = await loadMember(kernel, { id: '', person_id: personId, org_id: id });
    if (member) return member.name;
  }
  return null;
}

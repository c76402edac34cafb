import * as people from '@meada/contract/routes/people';
import * as session from '@meada/contract/routes/session';
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { askReset } from './ask-reset.ts';
import { changePassword } from './change-password.ts';
import { changePerson } from './change-person.ts';
import { changeProfile } from './change-profile.ts';
import { changeRole } from './change-role.ts';
import { changeTeam } from './change-team.ts';
import { confirmFactor } from './confirm-factor.ts';
import { createKey } from './create-key.ts';
import { createTeam } from './create-team.ts';
import { deleteTeam } from './delete-team.ts';
import { dropFactor } from './drop-factor.ts';
import { endSession } from './end-session.ts';
import { invite } from './invite.ts';
import { lookAtInvitation } from './look-at-invitation.ts';
import { makeResetLink } from './make-reset-link.ts';
import { meOf } from './me.ts';
import { actorOf, personOf } from './person-of.ts';
import { resetPassword } from './reset-password.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { revokeKey } from './revoke-key.ts';
import { setUp } from './set-up.ts';
import { signIn } from './sign-in.ts';
import { signInFactor } from './sign-in-factor.ts';
import { signOut } from './sign-out.ts';
import { startFactor } from './start-factor.ts';
import { switchOrganisation } from './switch-organisation.ts';
import { invitationsOf, keysOf, peopleOf, rolesOf, sessionsOf, teamsOf } from './views.ts';
import { workspaceRoutes } from './workspace/routes.ts';

const sessionRoutes: Mounted[] = [
  serveOutside(session.setUp, setUp),
  serveOutside(session.signIn, signIn),
  serveOutside(session.signInFactor, signInFactor),
  serveOutside(session.me, (call) => meOf(call.kernel, personOf(call.actor))),
  serveOutside(session.signOut, signOut),
  serveOutside(session.switchOrganisation, switchOrganisation),
  serveOutside(session.listSessions, async (call) => ({
    items: await sessionsOf(call.kernel, personOf(call.actor)),
  })),
  serveOutside(session.endSession, endSession),
  serveOutside(session.changeProfile, changeProfile),
  serveOutside(session.changePassword, changePassword),
  serveOutside(session.askReset, askReset),
  serveOutside(session.resetPassword, resetPassword),
  serveOutside(session.startFactor, startFactor),
  serveOutside(session.confirmFactor, confirmFactor),
  serveOutside(session.dropFactor, dropFactor),
  serveOutside(session.invitationState, lookAtInvitation),
  serveOutside(session.acceptInvitation, acceptInvitation),
];

/** Sign-in, own account, people, invitations, teams, roles, keys. */
export const peopleRoutes: Mounted[] = [
  ...sessionRoutes,
  serveOutside(people.listPeople, async (call) => ({
    items: await peopleOf(call.kernel, actorOf(call).orgId),
  })),
  serveOutside(people.changePerson, changePerson),
  serveOutside(people.makeResetLink, makeResetLink),
  serveOutside(people.invite, invite),
  serve(people.listInvitations, async (ctx) => ({ items: await invitationsOf(ctx) })),
  serve(people.revokeInvitation, revokeInvitation),
  serve(people.listTeams, async (ctx) => ({ items: await teamsOf(ctx) })),
  serve(people.createTeam, createTeam),
  serve(people.changeTeam, changeTeam),
  serve(people.deleteTeam, deleteTeam),
  serve(people.listRoles, async (ctx) => ({ items: await rolesOf(ctx) })),
  serve(people.changeRole, changeRole),
  serve(people.listKeys, async (ctx) => ({ items: await keysOf(ctx) })),
  serveOutside(people.createKey, createKey),
  serve(people.revokeKey, revokeKey),
  ...workspaceRoutes,
];

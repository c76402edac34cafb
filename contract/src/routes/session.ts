import { z } from 'zod';
import { Permission, Role, Visibility } from '../permissions.ts';
import { EmailAddress, Id, Instant, Locale, lineOf, TimeZone, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { UndoSeconds } from '../scheduled.ts';
import { Workspace } from '../workspace.ts';

/** Sign-in, own account, own sessions, second factor, first set-up. */

const Password = z.string().min(10).max(256);
const Code = z.string().trim().min(6).max(20);
const done = z.strictObject({ ok: z.literal(true) });

/** The signed-in person as the desk needs it on every screen. */
export const Me = z.strictObject({
  personId: Id,
  name: z.string(),
  email: z.string(),
  locale: Locale,
  avatarUrl: z.string().nullable(),
  secondFactor: z.boolean(),
  organisation: z.strictObject({
    id: Id,
    name: z.string(),
    slug: z.string(),
    timeZone: z.string(),
    locale: Locale,
  }),
  organisations: z.array(z.strictObject({ id: Id, name: z.string(), role: Role })),
  role: Role,
  permissions: z.array(Permission),
  visibility: Visibility,
  teamIds: z.array(Id),
  /** Seconds in which what they send can be taken back. */
  undo: z.strictObject({ letters: UndoSeconds, chats: UndoSeconds }),
  /** Whether reminders of tasks come to them by e-mail, too; null: this installation sends none. */
  taskMail: z.boolean().nullable(),
  /** How their desk is arranged: known before it is drawn. */
  workspace: Workspace,
});
export type Me = z.infer<typeof Me>;

const SignedIn = z.strictObject({ state: z.literal('signed_in'), me: Me });
const FactorNeeded = z.strictObject({ state: z.literal('second_factor'), ticket: z.string() });

export const setupState = defineRoute({
  id: 'setup.state',
  method: 'GET',
  path: '/api/setup',
  access: 'public',
  summary: 'Whether this installation is empty and waits for its first organisation and owner',
  response: z.strictObject({ needed: z.boolean(), demo: z.boolean(), version: z.string() }),
});
export const setUp = defineRoute({
  id: 'setup.run',
  method: 'POST',
  path: '/api/setup',
  access: 'setup',
  summary: 'Creates the first organisation and its owner, then locks itself',
  perMinute: 10,
  body: z.strictObject({
    organisation: lineOf(120, 2),
    name: lineOf(120, 1),
    email: EmailAddress,
    password: Password,
    locale: Locale.default('pt-BR'),
    timeZone: TimeZone.default('America/Sao_Paulo'),
  }),
  response: SignedIn,
});

export const signIn = defineRoute({
  id: 'session.signIn',
  method: 'POST',
  path: '/api/session',
  access: 'public',
  summary: 'Signs a person in with e-mail and password',
  perMinute: 20,
  body: z.strictObject({ email: EmailAddress, password: z.string().min(1).max(256) }),
  response: z.discriminatedUnion('state', [SignedIn, FactorNeeded]),
});
export const signInFactor = defineRoute({
  id: 'session.secondFactor',
  method: 'POST',
  path: '/api/session/second-factor',
  access: 'public',
  summary: 'Finishes a sign-in with a code of the authenticator or a recovery code',
  perMinute: 20,
  body: z.strictObject({ ticket: z.string().max(200), code: Code }),
  response: SignedIn,
});
export const me = defineRoute({
  id: 'session.me',
  method: 'GET',
  path: '/api/session',
  access: 'person',
  summary: 'Who is signed in, and what they may do',
  response: Me,
});
export const signOut = defineRoute({
  id: 'session.signOut',
  method: 'DELETE',
  path: '/api/session',
  access: 'person',
  summary: 'Ends this session',
  response: done,
});
export const switchOrganisation = defineRoute({
  id: 'session.organisation',
  method: 'PUT',
  path: '/api/session/organisation',
  access: 'person',
  summary: 'Goes on in another organisation of the same person',
  body: z.strictObject({ organisationId: Id }),
  response: Me,
});
export const Session = z.strictObject({
  id: Id,
  current: z.boolean(),
  createdAt: Instant,
  seenAt: Instant,
  address: z.string(),
  agent: z.string(),
});
export const listSessions = defineRoute({
  id: 'session.list',
  method: 'GET',
  path: '/api/sessions',
  access: 'person',
  summary: "Lists the person's own sessions",
  response: z.strictObject({ items: z.array(Session) }),
});
export const endSession = defineRoute({
  id: 'session.end',
  method: 'DELETE',
  path: '/api/sessions/:id',
  access: 'person',
  summary: "Ends one of the person's own sessions",
  params: z.strictObject({ id: Id }),
  response: done,
});
export const changeProfile = defineRoute({
  id: 'session.profile',
  method: 'PATCH',
  path: '/api/session/profile',
  access: 'person',
  summary: 'Changes own name, language, how long what was sent can be taken back, and reminders by e-mail',
  body: z.strictObject({
    name: lineOf(120, 1).optional(),
    locale: Locale.optional(),
    undo: z.strictObject({ letters: UndoSeconds.optional(), chats: UndoSeconds.optional() }).optional(),
    /** Reminders of tasks by e-mail. */
    taskMail: z.boolean().optional(),
  }),
  response: Me,
});
export const changePassword = defineRoute({
  id: 'session.password',
  method: 'PUT',
  path: '/api/session/password',
  access: 'person',
  summary: 'Changes own password; every other session ends',
  perMinute: 10,
  body: z.strictObject({ current: z.string().min(1).max(256), next: Password }),
  response: done,
});
export const askReset = defineRoute({
  id: 'session.askReset',
  method: 'POST',
  path: '/api/session/reset',
  access: 'public',
  summary: 'Sends a link to choose a new password; answers the same for unknown addresses',
  perMinute: 5,
  body: z.strictObject({ email: EmailAddress }),
  response: done,
});
export const resetPassword = defineRoute({
  id: 'session.reset',
  method: 'PUT',
  path: '/api/session/reset',
  access: 'public',
  summary: 'Chooses a new password by the link; every session ends',
  perMinute: 10,
  body: z.strictObject({ token: z.string().min(20).max(200), password: Password }),
  response: done,
});
export const startFactor = defineRoute({
  id: 'session.factor.start',
  method: 'POST',
  path: '/api/session/factor',
  access: 'person',
  summary: 'Begins to set up the second factor: the secret and its otpauth address',
  body: z.strictObject({ password: z.string().min(1).max(256) }),
  response: z.strictObject({ secret: z.string(), url: z.string() }),
});
export const confirmFactor = defineRoute({
  id: 'session.factor.confirm',
  method: 'PUT',
  path: '/api/session/factor',
  access: 'person',
  summary: 'Confirms the second factor with a code; gives the recovery codes, once',
  perMinute: 10,
  body: z.strictObject({ code: Code }),
  response: z.strictObject({ recoveryCodes: z.array(z.string()) }),
});
export const dropFactor = defineRoute({
  id: 'session.factor.drop',
  method: 'DELETE',
  path: '/api/session/factor',
  access: 'person',
  summary: 'Switches the second factor off',
  perMinute: 10,
  body: z.strictObject({ password: z.string().min(1).max(256), code: Code }),
  response: done,
});

export const invitationState = defineRoute({
  id: 'invitations.state',
  method: 'POST',
  path: '/api/invitations/look',
  access: 'public',
  summary: 'What an invitation link invites to',
  perMinute: 30,
  body: z.strictObject({ token: textOf(200, 20) }),
  response: z.strictObject({ organisation: z.string(), email: z.string(), role: Role, known: z.boolean() }),
});
export const acceptInvitation = defineRoute({
  id: 'invitations.accept',
  method: 'POST',
  path: '/api/invitations/accept',
  access: 'public',
  summary: 'Accepts an invitation: a new person chooses name and password, a known one proves the password',
  perMinute: 10,
  body: z.strictObject({
    token: textOf(200, 20),
    name: lineOf(120, 1).optional(),
    password: z.string().min(1).max(256),
    locale: Locale.optional(),
  }),
  response: z.discriminatedUnion('state', [SignedIn, FactorNeeded]),
});

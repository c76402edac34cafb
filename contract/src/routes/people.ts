import { z } from 'zod';
import { Permission, Role, Visibility } from '../permissions.ts';
import { EmailAddress, Id, Instant, Locale, lineOf, PageQuery, pageOf, TimeZone } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** People of the organisation, invitations, teams, roles, keys, audit. */

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

export const Person = z.strictObject({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: Role,
  visibility: Visibility,
  active: z.boolean(),
  secondFactor: z.boolean(),
  teamIds: z.array(Id),
  avatarUrl: z.string().nullable(),
  seenAt: Instant.nullable(),
});
export type Person = z.infer<typeof Person>;

export const listPeople = defineRoute({
  id: 'people.list',
  method: 'GET',
  path: '/api/people',
  access: 'people.read',
  summary: 'Lists the people of the organisation',
  response: z.strictObject({ items: z.array(Person) }),
});
export const changePerson = defineRoute({
  id: 'people.change',
  method: 'PATCH',
  path: '/api/people/:id',
  access: 'people.manage',
  summary:
    'Changes role, visibility, teams or activity of a person; deactivating ends sessions and sockets at once',
  params: byId,
  body: z.strictObject({
    role: Role.optional(),
    visibility: Visibility.optional(),
    active: z.boolean().optional(),
    teamIds: z.array(Id).max(100).optional(),
  }),
  response: Person,
});

export const makeResetLink = defineRoute({
  id: 'people.resetLink',
  method: 'POST',
  path: '/api/people/:id/reset-link',
  access: 'people.manage',
  summary:
    'Makes a link to choose a new password, to be handed over where no mail goes out; works once, for a day',
  perMinute: 10,
  params: byId,
  response: z.strictObject({ link: z.string(), expiresAt: Instant }),
});

export const Invitation = z.strictObject({
  id: Id,
  email: z.string(),
  role: Role,
  createdAt: Instant,
  expiresAt: Instant,
  invitedBy: z.string(),
});
export const invite = defineRoute({
  id: 'people.invite',
  method: 'POST',
  path: '/api/people/invitations',
  access: 'people.manage',
  summary: 'Invites a person by mail; the link is also given back, to be copied',
  perMinute: 30,
  body: z.strictObject({
    email: EmailAddress,
    role: Role,
    visibility: Visibility.default('all'),
    teamIds: z.array(Id).max(100).default([]),
  }),
  response: z.strictObject({ invitation: Invitation, link: z.string(), mailed: z.boolean() }),
});
export const listInvitations = defineRoute({
  id: 'people.invitations',
  method: 'GET',
  path: '/api/people/invitations',
  access: 'people.manage',
  summary: 'Lists open invitations',
  response: z.strictObject({ items: z.array(Invitation) }),
});
export const revokeInvitation = defineRoute({
  id: 'people.invitation.revoke',
  method: 'DELETE',
  path: '/api/people/invitations/:id',
  access: 'people.manage',
  summary: 'Takes an invitation back',
  params: byId,
  response: done,
});

export const Team = z.strictObject({ id: Id, name: z.string(), memberIds: z.array(Id) });
export type Team = z.infer<typeof Team>;
const TeamInput = z.strictObject({ name: lineOf(80, 1), memberIds: z.array(Id).max(500).default([]) });
export const listTeams = defineRoute({
  id: 'teams.list',
  method: 'GET',
  path: '/api/teams',
  access: 'people.read',
  summary: 'Lists teams',
  response: z.strictObject({ items: z.array(Team) }),
});
export const createTeam = defineRoute({
  id: 'teams.create',
  method: 'POST',
  path: '/api/teams',
  access: 'teams.manage',
  summary: 'Creates a team',
  body: TeamInput,
  response: Team,
});
export const changeTeam = defineRoute({
  id: 'teams.change',
  method: 'PUT',
  path: '/api/teams/:id',
  access: 'teams.manage',
  summary: 'Changes a team',
  params: byId,
  body: TeamInput,
  response: Team,
});
export const deleteTeam = defineRoute({
  id: 'teams.delete',
  method: 'DELETE',
  path: '/api/teams/:id',
  access: 'teams.manage',
  summary: 'Deletes a team; its conversations stay, without a team',
  params: byId,
  response: done,
});

const RolePermissions = z.strictObject({ role: Role, permissions: z.array(Permission) });
export const listRoles = defineRoute({
  id: 'roles.list',
  method: 'GET',
  path: '/api/roles',
  access: 'people.read',
  summary: 'Lists what each role may do here',
  response: z.strictObject({ items: z.array(RolePermissions) }),
});
export const changeRole = defineRoute({
  id: 'roles.change',
  method: 'PUT',
  path: '/api/roles/:role',
  access: 'roles.manage',
  summary: 'Changes what a role may do; takes effect at once, on open sockets too',
  params: z.strictObject({ role: Role }),
  body: z.strictObject({ permissions: z.array(Permission).max(100) }),
  response: RolePermissions,
});

export const Organisation = z.strictObject({
  id: Id,
  name: z.string(),
  slug: z.string(),
  locale: Locale,
  timeZone: z.string(),
});
export const readOrganisation = defineRoute({
  id: 'organisation.read',
  method: 'GET',
  path: '/api/organisation',
  access: 'person',
  summary: 'The organisation and its settings',
  response: Organisation,
});
export const changeOrganisation = defineRoute({
  id: 'organisation.change',
  method: 'PATCH',
  path: '/api/organisation',
  access: 'organisation.manage',
  summary: 'Changes name, language, time zone',
  body: z.strictObject({
    name: lineOf(120, 2).optional(),
    locale: Locale.optional(),
    timeZone: TimeZone.optional(),
  }),
  response: Organisation,
});

const ApiKey = z.strictObject({
  id: Id,
  name: z.string(),
  scopes: z.array(Permission),
  prefix: z.string(),
  createdAt: Instant,
  usedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
});
export const listKeys = defineRoute({
  id: 'keys.list',
  method: 'GET',
  path: '/api/keys',
  access: 'keys.manage',
  summary: 'Lists API keys; the keys themselves are never shown again',
  response: z.strictObject({ items: z.array(ApiKey) }),
});
export const createKey = defineRoute({
  id: 'keys.create',
  method: 'POST',
  path: '/api/keys',
  access: 'keys.manage',
  summary: 'Creates an API key with scopes; the answer is the only time it is shown',
  body: z.strictObject({
    name: lineOf(80, 1),
    scopes: z.array(Permission).min(1).max(100),
    expiresAt: Instant.optional(),
  }),
  response: z.strictObject({ key: ApiKey, secret: z.string() }),
});
export const revokeKey = defineRoute({
  id: 'keys.revoke',
  method: 'DELETE',
  path: '/api/keys/:id',
  access: 'keys.manage',
  summary: 'Revokes an API key',
  params: byId,
  response: done,
});

const AuditEntry = z.strictObject({
  id: z.string(),
  at: Instant,
  actor: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  subject: z.strictObject({ kind: z.string(), id: z.string() }).nullable(),
  facts: z.record(z.string(), z.unknown()),
  sealed: z.boolean(),
});
export const listAudit = defineRoute({
  id: 'audit.list',
  method: 'GET',
  path: '/api/audit',
  access: 'audit.read',
  summary: 'The audit trail, newest first',
  query: PageQuery,
  response: pageOf(AuditEntry),
});

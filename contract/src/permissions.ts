import { z } from 'zod';

/** The roles of a person within an organisation, most powerful first. */
export const Role = z.enum(['owner', 'administrator', 'supervisor', 'agent']);
export type Role = z.infer<typeof Role>;

/**
 * What may be permitted. Deny by default: a route names one of these (or says that it is public) and an actor holds
 * a set of them. API keys hold them as scopes.
 */
export const permissions = [
  'organisation.manage',
  'people.read',
  'people.manage',
  'teams.manage',
  'roles.manage',
  'inboxes.read',
  'inboxes.manage',
  'hours.manage',
  'agreements.manage',
  'customers.read',
  'customers.write',
  'customers.merge',
  'segments.manage',
  'deals.read',
  'deals.write',
  'deals.manage',
  'tasks.read',
  'tasks.write',
  'tasks.manage',
  'customers.import',
  'customers.export',
  'conversations.read',
  'conversations.reply',
  'conversations.manage',
  'routing.manage',
  'canned.read',
  'canned.manage',
  'labels.manage',
  'statuses.manage',
  'fields.manage',
  'reports.read',
  'files.upload',
  'keys.manage',
  'webhooks.manage',
  'audit.read',
  'privacy.manage',
  'health.read',
  'channel.push',
] as const;
export const Permission = z.enum(permissions);
export type Permission = z.infer<typeof Permission>;

const agent: Permission[] = [
  'people.read',
  'inboxes.read',
  'customers.read',
  'customers.write',
  // A merge is undone exactly and stands in the audit trail: who sees the evidence may act on it.
  'customers.merge',
  'deals.read',
  'deals.write',
  'tasks.read',
  'tasks.write',
  'conversations.read',
  'conversations.reply',
  'canned.read',
  'files.upload',
];
const supervisor: Permission[] = [
  ...agent,
  'hours.manage',
  'agreements.manage',
  'segments.manage',
  'deals.manage',
  'tasks.manage',
  'conversations.manage',
  'routing.manage',
  'canned.manage',
  'labels.manage',
  'statuses.manage',
  'reports.read',
  'teams.manage',
  'health.read',
];
const administrator: Permission[] = permissions.filter((permission) => permission !== 'channel.push');

/** What each role may do before the organisation's own changes (permissions page). */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: administrator,
  administrator,
  supervisor,
  agent,
};

/** Permissions an owner cannot lose, so that nobody locks the house with the key inside. */
export const ownerKeeps: readonly Permission[] = ['organisation.manage', 'people.manage', 'roles.manage'];

/**
 * Which conversations a person sees: every one, those of own teams (and unassigned to a team), or only own ones; besides,
 * those they follow, and those they are asked to take over.
 */
export const Visibility = z.enum(['all', 'team', 'assigned']);
export type Visibility = z.infer<typeof Visibility>;

/** The facts visibility is decided on. */
export type ConversationScope = {
  assigneeId: string | null;
  teamId: string | null;
  followerIds?: readonly string[];
  /** Who is asked to take it over, for as long as they are. */
  guestId?: string | null;
};
export type Viewer = { personId: string | null; visibility: Visibility; teamIds: readonly string[] };

/**
 * The one rule of who sees a conversation; the SQL form stands in `server/src/modules/conversations/visibility.ts`
 * and a property test holds the two together.
 */
export function seesConversation(viewer: Viewer, scope: ConversationScope): boolean {
  if (viewer.visibility === 'all') return true;
  if (viewer.personId !== null && scope.assigneeId === viewer.personId) return true;
  // Who was let in follows it.
  if (viewer.personId !== null && scope.followerIds?.includes(viewer.personId)) return true;
  if (viewer.personId !== null && scope.guestId === viewer.personId) return true;
  if (viewer.visibility === 'assigned') return false;
  return scope.teamId === null ? scope.assigneeId === null : viewer.teamIds.includes(scope.teamId);
}

import {
  permissions as allPermissions,
  ownerKeeps,
  Permission,
  Role,
  rolePermissions,
  type Viewer,
} from '@meada/contract/permissions';
import type { Actor } from '../../kernel/actor.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How long things live, in milliseconds. */
export const lifetimes = {
  /** A session nobody uses. */
  sessionIdle: 14 * dayMs,
  /** A session however much it is used. */
  sessionLongest: 90 * dayMs,
  /** How stale `seen_at` may be: writes are one in five minutes and person. */
  seenEvery: 5 * minuteMs,
  keySeenEvery: minuteMs,
  factorTicket: 10 * minuteMs,
  resetTicket: 60 * minuteMs,
  /** A reset link an administrator hands over by another way. */
  handedReset: dayMs,
  invitation: 7 * dayMs,
} as const;

/** Wrong codes a half-done sign-in bears. */
export const factorTries = 5;

/** As the contract's `Password`; for the one body where a password is chosen or proved. */
export const shortestPassword = 10;

/** Larger is more powerful. */
export const rankOf = (role: Role): number => Role.options.length - Role.options.indexOf(role);

/** A key is nobody's superior: it reaches administrators at most, whoever made it. */
export function rankOfActor(actor: Actor): number {
  if (actor.kind === 'system') return Number.POSITIVE_INFINITY;
  if (actor.kind === 'person') return rankOf(actor.role);
  return actor.kind === 'key' ? rankOf('administrator') : 0;
}

/** What a role may do: the organisation's own list where it has one, else the built-in rights. */
export function permissionsOf(role: Role, stored: readonly string[] | null): Permission[] {
  const own = stored ?? rolePermissions[role];
  const kept: readonly string[] = role === 'owner' ? ownerKeeps : [];
  return allPermissions.filter((name) => own.includes(name) || kept.includes(name));
}

/** Scopes that a key of this actor may carry: what the actor may do, and pushing for who looks after inboxes. */
export function scopesFor(permissions: ReadonlySet<Permission>): ReadonlySet<Permission> {
  return permissions.has('inboxes.manage') ? new Set([...permissions, 'channel.push']) : permissions;
}

export const isPermission = (name: string): name is Permission => Permission.safeParse(name).success;

/** What decides which conversations an actor sees. A customer sees none by this way. */
export function viewerOf(actor: Actor): Viewer {
  if (actor.kind === 'system') return { personId: null, visibility: 'all', teamIds: [] };
  if (actor.kind === 'customer') return { personId: null, visibility: 'assigned', teamIds: [] };
  const personId = actor.kind === 'person' ? actor.id : null;
  return { personId, visibility: actor.visibility, teamIds: actor.teamIds };
}

/** When a session ends if it is not used again. */
export function sessionEnd(createdAt: Date, now: Date): Date {
  return new Date(
    Math.min(now.getTime() + lifetimes.sessionIdle, createdAt.getTime() + lifetimes.sessionLongest),
  );
}

/** Organisation id in the text of a token: 22 characters of base64url. */
export const packId = (id: string): string =>
  Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

/** The id back. */
export function unpackId(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const keyForm = /^mk_([A-Za-z0-9_-]{22})_([A-Za-z0-9_-]{43})$/;
const invitationForm = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;
const orgIn =
  (form: RegExp) =>
  (text: string): string | null => {
    const packed = form.exec(text)?.[1];
    return packed === undefined ? null : unpackId(packed);
  };

/** Organisation named by an API key, or null when it has not the form of one. */
export const orgOfKey = orgIn(keyForm);
/** Organisation named by an invitation's token, or null. */
export const orgOfInvitation = orgIn(invitationForm);

/** What a person or key wants to make of somebody. */
export type Ranked = { role: Role };

/**
 * Why an actor may not make `target` (null: somebody new) into `next`, or null when it may: nobody changes someone above
 * themself, nobody gives a role above their own; so only owners make owners.
 */
export function rankProblem(actor: Actor, target: Ranked | null, next: Ranked): string | null {
  const rank = rankOfActor(actor);
  if (target && rankOf(target.role) > rank) return 'You cannot change somebody above you.';
  return rankOf(next.role) > rank ? 'You cannot give a role above your own.' : null;
}

/**
 * Why an actor may not set a role's permissions, or null: a role above the own one is out of reach, and nobody but an
 * owner gives what they do not have.
 */
export function roleProblem(
  actor: Actor,
  role: Role,
  change: { before: readonly Permission[]; after: readonly Permission[] },
): string | null {
  const rank = rankOfActor(actor);
  if (rankOf(role) > rank) return 'You cannot change a role above your own.';
  if (rank >= rankOf('owner')) return null;
  const held: ReadonlySet<Permission> =
    actor.kind === 'customer' || actor.kind === 'system' ? new Set() : actor.permissions;
  const added = change.after.filter((name) => !change.before.includes(name));
  return added.some((name) => !held.has(name)) ? 'You cannot give a permission you do not have.' : null;
}

/** Addresses of the desk's pages that take a token. */
export const resetLink = (publicUrl: string, ticket: string): string => `${publicUrl}/reset/${ticket}`;
export const invitationLink = (publicUrl: string, token: string): string =>
  `${publicUrl}/invitation/${token}`;

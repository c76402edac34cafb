import type { Permission, Role, Visibility } from '@meada/contract/permissions';
import { sql } from 'kysely';
import type { KeyActor, PersonActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { isPermission, lifetimes, permissionsOf, sessionEnd } from './rules.ts';

/** Which session: by the hash of its token (a request) or by its id (an open socket). */
export type SessionRef = { tokenHash: Buffer } | { sessionId: string };

type SessionRow = {
  id: string;
  person_id: string;
  org_id: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
};

/**
 * Loads the person of a living session with the rights of this moment, or null. One system query, one inside. Only a
 * request is a use of the session: an open socket that is looked at does not make it last longer.
 */
export async function loadPerson(kernel: Kernel, ref: SessionRef): Promise<PersonActor | null> {
  const now = kernel.clock.now();
  const session = await kernel.database.asSystem(async (db) => {
    const by = 'tokenHash' in ref ? sql`s.token_hash = ${ref.tokenHash}` : sql`s.id = ${ref.sessionId}`;
    const result = await sql<SessionRow>`
      SELECT s.id, s.person_id, s.org_id, s.created_at, s.seen_at, s.expires_at FROM sessions s
      JOIN memberships m ON m.person_id = s.person_id AND m.org_id = s.org_id AND m.active
      WHERE ${by} AND s.expires_at > ${now}`.execute(db);
    const row = result.rows[0];
    if (!row) return null;
    const isUse = 'tokenHash' in ref && isStale(row.seen_at, now);
    if (!isUse) return { ...row, seen: null };
    const expires_at = sessionEnd(row.created_at, now);
    await db.updateTable('sessions').set({ seen_at: now, expires_at }).where('id', '=', row.id).execute();
    return { ...row, expires_at, seen: now };
  });
  if (!session) return null;
  const actor = await loadMember(kernel, session);
  return actor && { ...actor, endsAt: session.expires_at };
}

const isStale = (seenAt: Date, now: Date): boolean => now.getTime() - seenAt.getTime() > lifetimes.seenEvery;

type MemberRow = {
  name: string;
  role: Role;
  visibility: Visibility;
  permissions: string[] | null;
  team_ids: string[];
};

/** The person inside the organisation of the session; null when there is none or it is not active any more. */
export async function loadMember(
  kernel: Pick<Kernel, 'database'>,
  of: { id: string; person_id: string; org_id: string; seen?: Date | null },
): Promise<PersonActor | null> {
  const row = await kernel.database.inOrg(of.org_id, async (db) => {
    const result = await sql<MemberRow>`
      SELECT m.name, m.role, m.visibility, r.permissions,
             ARRAY(SELECT t.team_id FROM team_members t WHERE t.org_id = m.org_id AND t.person_id = m.id) AS team_ids
      FROM members m LEFT JOIN role_permissions r ON r.org_id = m.org_id AND r.role = m.role
      WHERE m.org_id = ${of.org_id} AND m.id = ${of.person_id} AND m.active`.execute(db);
    if (result.rows[0] && of.seen) {
      await db
        .updateTable('members')
        .set({ seen_at: of.seen })
        .where('org_id', '=', of.org_id)
        .where('id', '=', of.person_id)
        .execute();
    }
    return result.rows[0];
  });
  if (!row) return null;
  return {
    kind: 'person',
    id: of.person_id,
    orgId: of.org_id,
    sessionId: of.id,
    name: row.name,
    role: row.role,
    permissions: new Set(permissionsOf(row.role, row.permissions)),
    visibility: row.visibility,
    teamIds: row.team_ids,
  };
}

/** A person with the rights of this moment, for what the house does in their name; null when they are not active. */
export const actorOf = (
  kernel: Pick<Kernel, 'database' | 'ids'>,
  of: { orgId: string; personId: string },
): Promise<PersonActor | null> =>
  loadMember(kernel, { id: kernel.ids.uuid(), person_id: of.personId, org_id: of.orgId });

/** Which key: by the hash of its text, or by its id. */
export type KeyRef = { tokenHash: Buffer } | { keyId: string };

type KeyRow = { id: string; name: string; scopes: string[]; used_at: Date | null; expires_at: Date | null };

/** Loads a key that is neither revoked nor expired, or null; notes its use by a request at most once a minute. */
export async function loadKey(kernel: Kernel, orgId: string, ref: KeyRef): Promise<KeyActor | null> {
  const now = kernel.clock.now();
  const row = await kernel.database.inOrg(orgId, async (db) => {
    const by = 'tokenHash' in ref ? sql`token_hash = ${ref.tokenHash}` : sql`id = ${ref.keyId}`;
    const result = await sql<KeyRow>`
      SELECT id, name, scopes, used_at, expires_at FROM api_keys
      WHERE org_id = ${orgId} AND ${by} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`.execute(
      db,
    );
    const key = result.rows[0];
    const isUse = key && 'tokenHash' in ref;
    if (isUse && (!key.used_at || now.getTime() - key.used_at.getTime() >= lifetimes.keySeenEvery)) {
      await db
        .updateTable('api_keys')
        .set({ used_at: now })
        .where('org_id', '=', orgId)
        .where('id', '=', key.id)
        .execute();
    }
    return key;
  });
  if (!row) return null;
  const permissions = new Set<Permission>(row.scopes.filter(isPermission));
  const common = { permissions, visibility: 'all', teamIds: [] } as const;
  return { kind: 'key', id: row.id, orgId, name: row.name, ...common, endsAt: row.expires_at ?? undefined };
}

/** Whoever an actor's key names (`person:<id>`, `key:<id>`), with the rights of this moment; null when they have none any more. */
export async function actorBehind(
  kernel: Kernel,
  orgId: string,
  key: string,
): Promise<PersonActor | KeyActor | null> {
  const [kind, id = ''] = key.split(':');
  if (kind === 'person') return actorOf(kernel, { orgId, personId: id });
  return kind === 'key' ? loadKey(kernel, orgId, { keyId: id }) : null;
}

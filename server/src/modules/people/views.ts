import type { Role, Visibility } from '@meada/contract/permissions';
import type { ResponseOf } from '@meada/contract/route';
import type { listInvitations, Person, Team } from '@meada/contract/routes/people';
import type { listSessions } from '@meada/contract/routes/session';
import { sql } from 'kysely';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Ctx, Kernel } from '../../kernel/ctx.ts';
import { peopleWithFactor } from './directory.ts';
import { isPermission, permissionsOf } from './rules.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

type PersonRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  visibility: Visibility;
  active: boolean;
  seen_at: Date | null;
  team_ids: string[];
};

/** The people of an organisation by name, or one of them. */
export async function peopleOf(
  kernel: Kernel,
  orgId: string,
  personId: string | null = null,
): Promise<Person[]> {
  const rows = await kernel.database.inOrg(orgId, async (db) => {
    const result = await sql<PersonRow>`
      SELECT m.id, m.name, m.email, m.role, m.visibility, m.active, m.seen_at,
             ARRAY(SELECT t.team_id FROM team_members t WHERE t.org_id = m.org_id AND t.person_id = m.id
                   ORDER BY t.team_id) AS team_ids
      FROM members m
      WHERE m.org_id = ${orgId} AND (${personId}::uuid IS NULL OR m.id = ${personId}::uuid)
      ORDER BY lower(m.name), m.id`.execute(db);
    return result.rows;
  });
  const withFactor = await kernel.database.asSystem((db) =>
    peopleWithFactor(
      db,
      rows.map((row) => row.id),
    ),
  );
  return rows.map(({ seen_at, team_ids, ...row }) => ({
    ...row,
    secondFactor: withFactor.has(row.id),
    teamIds: team_ids,
    avatarUrl: null,
    seenAt: iso(seen_at),
  }));
}

type InvitationRow = {
  id: string;
  email: string;
  role: Role;
  created_at: Date;
  expires_at: Date;
  invited_by: string | null;
};

/** Open invitations, newest first. */
export async function invitationsOf(ctx: Ctx): Promise<ResponseOf<typeof listInvitations>['items']> {
  const result = await sql<InvitationRow>`
    SELECT i.id, i.email, i.role, i.created_at, i.expires_at, coalesce(m.name, k.name) AS invited_by
    FROM invitations i
    LEFT JOIN members m ON m.org_id = i.org_id AND m.id = i.invited_by
    LEFT JOIN api_keys k ON k.org_id = i.org_id AND k.id = i.invited_by
    WHERE i.org_id = ${ctx.orgId} AND i.accepted_at IS NULL AND i.revoked_at IS NULL
      AND i.expires_at > ${ctx.clock.now()}
    ORDER BY i.created_at DESC, i.id`.execute(ctx.db);
  return result.rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    invitedBy: row.invited_by ?? '',
  }));
}

/** Teams with their members, by name; or one of them. */
export async function teamsOf(ctx: Ctx, teamId: string | null = null): Promise<Team[]> {
  const result = await sql<{ id: string; name: string; member_ids: string[] }>`
    SELECT t.id, t.name,
           ARRAY(SELECT m.person_id FROM team_members m WHERE m.org_id = t.org_id AND m.team_id = t.id
                 ORDER BY m.person_id) AS member_ids
    FROM teams t
    WHERE t.org_id = ${ctx.orgId} AND (${teamId}::uuid IS NULL OR t.id = ${teamId}::uuid)
    ORDER BY lower(t.name)`.execute(ctx.db);
  return result.rows.map((row) => ({ id: row.id, name: row.name, memberIds: row.member_ids }));
}

/** What each role may do here. */
export async function rolesOf(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('role_permissions')
    .select(['role', 'permissions'])
    .where('org_id', '=', ctx.orgId)
    .execute();
  const stored = new Map(rows.map((row) => [row.role, row.permissions]));
  const roles: Role[] = ['owner', 'administrator', 'supervisor', 'agent'];
  return roles.map((role) => ({ role, permissions: permissionsOf(role, stored.get(role) ?? null) }));
}

/** Keys that are not revoked, newest first. */
export async function keysOf(ctx: Ctx, keyId: string | null = null) {
  const rows = await ctx.db
    .selectFrom('api_keys')
    .select(['id', 'name', 'scopes', 'prefix', 'created_at', 'used_at', 'expires_at'])
    .where('org_id', '=', ctx.orgId)
    .where('revoked_at', 'is', null)
    .$if(keyId !== null, (query) => query.where('id', '=', keyId))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes.filter(isPermission),
    prefix: row.prefix,
    createdAt: row.created_at.toISOString(),
    usedAt: iso(row.used_at),
    expiresAt: iso(row.expires_at),
  }));
}

/** The person's own living sessions, in all organisations, last used first. */
export async function sessionsOf(
  kernel: Kernel,
  actor: PersonActor,
): Promise<ResponseOf<typeof listSessions>['items']> {
  const rows = await kernel.database.asSystem((db) =>
    db
      .selectFrom('sessions')
      .select(['id', 'created_at', 'seen_at', 'address', 'agent'])
      .where('person_id', '=', actor.id)
      .where('expires_at', '>', kernel.clock.now())
      .orderBy('seen_at', 'desc')
      .orderBy('id')
      .execute(),
  );
  return rows.map((row) => ({
    id: row.id,
    current: row.id === actor.sessionId,
    createdAt: row.created_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    address: row.address,
    agent: row.agent,
  }));
}

import type { Permission, Role, Visibility } from '@meada/contract/permissions';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict } from '../../kernel/errors.ts';

/** Writes inside the fence: members, teams, invitations, roles, keys. */

export type NewMember = { id: string; name: string; email: string; role: Role; visibility: Visibility };

/** Throws `conflict` when the person serves the organisation already. */
export async function insertMember(ctx: Ctx, member: NewMember): Promise<void> {
  try {
    await ctx.db
      .insertInto('members')
      .values({ org_id: ctx.orgId, ...member })
      .execute();
  } catch (error) {
    if (isDouble(error)) throw conflict('This person serves the organisation already.', 'body.email');
    throw error;
  }
}

export type MemberState = { role: Role; visibility: Visibility; active: boolean };

/**
 * A member for changing. All owners' rows are locked first, always in one order: of two owners who dismiss each other at
 * the same time one waits and then finds the other gone.
 */
export async function lockMember(
  ctx: Ctx,
  personId: string,
): Promise<{ member: MemberState | null; otherOwners: number }> {
  const owners = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('role', '=', 'owner')
    .where('active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute();
  const member = await ctx.db
    .selectFrom('members')
    .select(['role', 'visibility', 'active'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  return {
    member: (member as MemberState | undefined) ?? null,
    otherOwners: owners.filter(({ id }) => id !== personId).length,
  };
}

export async function updateMember(
  ctx: Ctx,
  personId: string,
  change: Partial<MemberState> & {
    name?: string;
    undo_letter_seconds?: number | undefined;
    undo_chat_seconds?: number | undefined;
    task_mail?: boolean;
  },
): Promise<void> {
  await ctx.db
    .updateTable('members')
    .set(change)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', personId)
    .execute();
}

/** Ends an invitation by its acceptance; false when it is over already. */
export async function takeInvitation(ctx: Ctx, id: string): Promise<boolean> {
  const now = ctx.clock.now();
  const row = await ctx.db
    .updateTable('invitations')
    .set({ accepted_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes back the open invitation with this id, or all open ones of this address. Answers their ids. */
export async function revokeInvitations(
  ctx: Ctx,
  which: { id: string } | { email: string },
): Promise<string[]> {
  const open = ctx.db
    .updateTable('invitations')
    .set({ revoked_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id');
  const rows = await ('id' in which
    ? open.where('id', '=', which.id)
    : open.where('email', '=', which.email)
  ).execute();
  return rows.map((row) => row.id);
}

/** What a role may do here from now on. */
export async function saveRole(ctx: Ctx, role: Role, permissions: Permission[]): Promise<void> {
  await ctx.db
    .insertInto('role_permissions')
    .values({ org_id: ctx.orgId, role, permissions })
    .onConflict((clash) => clash.columns(['org_id', 'role']).doUpdateSet({ permissions }))
    .execute();
}

export type NewKey = {
  id: string;
  name: string;
  scopes: Permission[];
  prefix: string;
  token_hash: Buffer;
  created_by: string | null;
  expires_at: Date | null;
};

export async function insertKey(ctx: Ctx, key: NewKey): Promise<void> {
  await ctx.db
    .insertInto('api_keys')
    .values({ org_id: ctx.orgId, created_at: ctx.clock.now(), ...key })
    .execute();
}

/** False when there is no such key or it is revoked already. */
export async function endKey(ctx: Ctx, id: string): Promise<boolean> {
  const row = await ctx.db
    .updateTable('api_keys')
    .set({ revoked_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

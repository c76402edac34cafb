import type { Role, Visibility } from '@meada/contract/permissions';
import type { Kernel } from '../../kernel/ctx.ts';
import { Failure, notFound } from '../../kernel/errors.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { orgOfInvitation } from './rules.ts';

export type OpenInvitation = {
  orgId: string;
  id: string;
  email: string;
  role: Role;
  visibility: Visibility;
  teamIds: string[];
};

export const gone = (): Failure =>
  new Failure('gone', 'This invitation was used, taken back or has expired.');

/**
 * The open invitation of a token. A text that has not the form of one, or that no invitation has, matches nothing: 404
 * (LESSONS 27); who holds a token that once was right is told that it is over: 410.
 */
export async function openInvitation(kernel: Kernel, token: string): Promise<OpenInvitation> {
  const orgId = orgOfInvitation(token);
  if (!orgId) throw notFound('invitation');
  const row = await kernel.database.inOrg(orgId, (db) =>
    db
      .selectFrom('invitations')
      .select(['id', 'email', 'role', 'visibility', 'team_ids', 'accepted_at', 'revoked_at', 'expires_at'])
      .where('org_id', '=', orgId)
      .where('token_hash', '=', tokenHash(token))
      .executeTakeFirst(),
  );
  if (!row) throw notFound('invitation');
  const over = row.accepted_at !== null || row.revoked_at !== null || row.expires_at <= kernel.clock.now();
  if (over) throw gone();
  return {
    orgId,
    id: row.id,
    email: row.email,
    role: row.role as Role,
    visibility: row.visibility as Visibility,
    teamIds: row.team_ids,
  };
}

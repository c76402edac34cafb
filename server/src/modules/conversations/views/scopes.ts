import type { ConversationScope } from '@meada/contract/permissions';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/** What the rule of sight is decided on, by conversation: for frames that tell of conversations in other words. */
export async function scopesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ConversationScope>> {
  const { rows } = await sql<ConversationScope & { id: string }>`
    SELECT c.id, c.assignee_id AS "assigneeId", c.team_id AS "teamId", c.follower_ids AS "followerIds",
      c.guest_id AS "guestId"
    FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ id, ...scope }) => [id, scope]));
}

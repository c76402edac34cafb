import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { scopeOf } from '../subjects/scope.ts';

/** What is held of somebody, in numbers; `since` is a day. */
export type Held = {
  contacts: number;
  conversations: number;
  messages: number;
  files: number;
  since: string;
};

/** The confirmation that data is held, in its simple form (LGPD art. 19, I). null for who was erased. */
export async function heldOf(ctx: Ctx, root: string): Promise<Held | null> {
  const { members, identities, messages, conversations } = await scopeOf(ctx, root);
  const { rows } = await sql<{ files: number; since: string; erased: boolean }>`
    SELECT (SELECT count(*)::int FROM attachments WHERE org_id = ${ctx.orgId} AND message_id = ANY (${messages}::uuid[]) AND file_id IS NOT NULL)
        + (SELECT count(*)::int FROM customer_files WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[])) AS files,
      min(c.created_at AT TIME ZONE o.time_zone)::date::text AS since, bool_or(c.erased_at IS NOT NULL) AS erased
    FROM customers c JOIN organisations o ON o.id = c.org_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${members}::uuid[])`.execute(ctx.db);
  const [row] = rows;
  if (!row || row.erased) return null;
  const { files, since } = row;
  return {
    ...{ contacts: identities.length, conversations: conversations.length, messages: messages.length },
    ...{ files, since },
  };
}

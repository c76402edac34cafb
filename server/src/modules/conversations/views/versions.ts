import { Content, summaryOf } from '@meada/contract/content';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { findSeenMessage } from '../visibility.ts';

type Version = { text: string; endedAt: string; by: string | null };

/** What a message the actor sees said before we edited or deleted it, oldest first. 404 for one they do not see. */
export async function readVersions(ctx: Ctx, messageId: string): Promise<{ items: Version[] }> {
  const message = await findSeenMessage(ctx, messageId);
  const result = await sql<{ content: unknown; ended_at: Date; by: string | null }>`
    SELECT v.content, v.ended_at, coalesce(
      (SELECT p.name FROM members p WHERE p.org_id = v.org_id AND 'person:' || p.id = v.ended_by),
      (SELECT k.name FROM api_keys k WHERE k.org_id = v.org_id AND 'key:' || k.id = v.ended_by)) AS by
    FROM message_versions v WHERE v.org_id = ${ctx.orgId} AND v.message_id = ${message.id} ORDER BY v.n`.execute(
    ctx.db,
  );
  return {
    items: result.rows.map((row) => {
      const content = Content.parse(row.content);
      const text = 'text' in content && content.text ? content.text : summaryOf(content);
      return { text, endedAt: row.ended_at.toISOString(), by: row.by };
    }),
  };
}

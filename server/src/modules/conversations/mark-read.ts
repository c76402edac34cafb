import { sql } from 'kysely';
import { actorKey } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { seeUpTo } from './mentions/see-mentions.ts';
import { tellPlatform } from './tell-platform.ts';
import { findSeen } from './visibility.ts';

export type MarkInput = { conversationId: string; seq: number; unread: boolean };

/** Sets the reader's own mark. It never goes back (marks come in any order) unless `unread` asks for it. */
export async function markRead(ctx: Ctx, input: MarkInput): Promise<void> {
  const conversation = await findSeen(ctx, input.conversationId);
  const seq = Math.min(input.seq, conversation.lastSeq);
  const result = await sql<{ seq: number }>`
    INSERT INTO read_marks AS r (org_id, conversation_id, reader, seq)
    VALUES (${ctx.orgId}, ${conversation.id}, ${actorKey(ctx.actor)}, ${seq})
    ON CONFLICT (org_id, conversation_id, reader) DO UPDATE SET seq = excluded.seq
      WHERE r.seq < excluded.seq OR (${input.unread} AND r.seq <> excluded.seq)
    RETURNING seq`.execute(ctx.db);
  if (result.rows.length === 0 || ctx.actor.kind !== 'person') return;
  if (!input.unread) await seeUpTo(ctx, conversation.id, seq);
  ctx.emit({
    name: 'read_mark.changed',
    facts: { conversationId: conversation.id, personId: ctx.actor.id, seq },
  });
  const place = { orgId: ctx.orgId, conversationId: conversation.id };
  // Not awaited: nobody's screen waits for a platform.
  if (!input.unread) ctx.afterCommit(() => void tellPlatform(ctx, place, 'read'));
}

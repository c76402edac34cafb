import type { LoudnessReason } from '@meada/contract/public';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { emitChanged, lockSeen } from '../store.ts';
import { loudnessFrom } from './loudness.ts';

export type SetLoudness = { conversationId: string; points: number | null };

/**
 * A person's word on how loud a matter is: it stands, and routing goes by it, until somebody takes it back. The points and their
 * reasons are kept on beside it.
 */
export async function setLoudness(ctx: Ctx, { conversationId, points }: SetLoudness): Promise<void> {
  const { id } = await lockSeen(ctx, conversationId);
  const { rows } = await sql<{ loudness: number; reasons: LoudnessReason[] }>`
    SELECT loudness, loudness_reasons AS reasons FROM conversations
    WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  const [row] = rows;
  if (!row) return;
  const next = points ?? loudnessFrom(row.reasons).points;
  await ctx.db
    .updateTable('conversations')
    .set({
      loudness: next,
      loudness_set: points,
      loudness_by: points !== null && ctx.actor.kind === 'person' ? ctx.actor.id : null,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  ctx.audit({
    action: points === null ? 'conversation.loudness_freed' : 'conversation.loudness_set',
    subject: { kind: 'conversation', id },
    facts: { from: row.loudness, to: next },
  });
  emitChanged(ctx, id, ['loudness']);
}

import type { Ctx } from '../../../kernel/ctx.ts';
import { jsonOf } from '../../../kernel/db/bulk.ts';

/**
 * Writes who asked to be called in a batch, one standing request per conversation: who asks again gives a new time and
 * new words to the same request.
 */
export async function writeCallbacks(
  ctx: Ctx,
  asked: ReadonlyMap<string, { inboxId: string; messageId: string; promisedAt: string }>,
): Promise<void> {
  if (asked.size === 0) return;
  const rows = [...asked].map(([conversationId, { inboxId, messageId, promisedAt }]) => ({
    id: ctx.ids.uuid(),
    conversation_id: conversationId,
    inbox_id: inboxId,
    message_id: messageId,
    promised_at: promisedAt,
  }));
  const result = await ctx.client.query<{ id: string; conversation_id: string }>({
    name: 'write_callbacks',
    text: `INSERT INTO callbacks (org_id, id, conversation_id, inbox_id, message_id, promised_at, created_at)
      SELECT $1::uuid, r.id, r.conversation_id, r.inbox_id, r.message_id, r.promised_at, $3
      FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, conversation_id uuid, inbox_id uuid, message_id uuid,
        promised_at timestamptz)
      ON CONFLICT (org_id, conversation_id) WHERE settled_at IS NULL DO UPDATE SET message_id = excluded.message_id,
        inbox_id = excluded.inbox_id, promised_at = excluded.promised_at, tries = 0, warned_at = NULL, missed_at = NULL
      RETURNING id, conversation_id`,
    values: [ctx.orgId, jsonOf(rows), ctx.clock.now()],
  });
  ctx.afterCommit(() => ctx.bus.wake('callbacks'));
  for (const row of result.rows)
    ctx.emit({
      name: 'callback.changed',
      facts: { conversationId: row.conversation_id, callbackId: row.id, state: 'open' },
    });
}

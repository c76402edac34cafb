import type { Ctx } from '../../../kernel/ctx.ts';
import { jsonOf } from '../../../kernel/db/bulk.ts';
import type { PublicSaid } from '../ingest/batch.ts';

/** Writes what is owed for public words of a batch, by leg: a standing duty is open again, else a new one begins. */
export async function writeDuties(ctx: Ctx, said: ReadonlyMap<string, PublicSaid>): Promise<void> {
  if (said.size === 0) return;
  const rows = [...said].map(([legId, { conversationId, inboxId, messageId, matter }]) => ({
    id: ctx.ids.uuid(),
    leg_id: legId,
    conversation_id: conversationId,
    inbox_id: inboxId,
    message_id: messageId,
    kind: matter.kind,
    url: matter.url ?? null,
    rating: matter.rating ?? null,
    due_at: matter.deadlineAt ?? null,
  }));
  const result = await ctx.client.query<{ id: string; conversation_id: string }>({
    name: 'owe_public',
    text: `INSERT INTO public_duties
        (org_id, id, leg_id, conversation_id, inbox_id, message_id, kind, url, rating, due_at, created_at)
      SELECT $1::uuid, r.id, r.leg_id, r.conversation_id, r.inbox_id, r.message_id, r.kind, r.url, r.rating, r.due_at, $3
      FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, leg_id uuid, conversation_id uuid, inbox_id uuid, message_id uuid,
        kind text, url text, rating real, due_at timestamptz)
      ON CONFLICT (org_id, leg_id) WHERE settled_at IS NULL DO UPDATE SET state = 'open', message_id = excluded.message_id,
        kind = excluded.kind, url = coalesce(excluded.url, public_duties.url),
        rating = coalesce(excluded.rating, public_duties.rating),
        -- The earliest deadline stands: a second word gives nobody more time.
        due_at = least(public_duties.due_at, excluded.due_at)
      RETURNING id, conversation_id`,
    values: [ctx.orgId, jsonOf(rows), ctx.clock.now()],
  });
  for (const row of result.rows)
    ctx.emit({
      name: 'duty.changed',
      facts: { conversationId: row.conversation_id, dutyId: row.id, state: 'open' },
    });
}

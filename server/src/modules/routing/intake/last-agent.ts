import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Who was with a customer so long ago is no longer looked for. */
const memory = sql.raw(`interval '90 days'`);
/** Conversations looked back at, the latest first: one address may be a whole firm's. */
const atMost = sql.raw('20');

/**
 * Who was last with the customer of a conversation, in another one of theirs, under whichever of their records; null: nobody
 * who still is an agent. Whether there is room is the router's business.
 */
export async function lastAgentOf(ctx: Ctx, conversationId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.agent_id AS id
    FROM (
      SELECT p.org_id, p.id FROM conversations c
      JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
      JOIN customers g ON g.org_id = o.org_id AND g.canonical_id = o.canonical_id
      JOIN conversations p ON p.org_id = g.org_id AND p.customer_id = g.id
      WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId} AND p.id <> c.id
        AND p.active_at > ${ctx.clock.now()}::timestamptz - ${memory}
      ORDER BY p.active_at DESC LIMIT ${atMost}
    ) p
    JOIN work_items w ON w.org_id = p.org_id AND w.conversation_id = p.id AND w.kind <> 'hand_over'
    JOIN work_spells s ON s.org_id = w.org_id AND s.item_id = w.id AND s.what = 'active'
    JOIN agents a ON a.org_id = s.org_id AND a.person_id = s.agent_id
    JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
    WHERE a.active AND m.active
    ORDER BY s.from_at DESC, s.id DESC LIMIT 1`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

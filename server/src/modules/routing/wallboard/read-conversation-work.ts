import type { ResponseOf } from '@meada/contract/route';
import type { readConversationWork as route } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { findSeen } from '../../conversations/index.ts';
import { handOverIn } from '../hand-over/views.ts';
import { workItems } from '../views/items.ts';

/** Where the work of a conversation the actor sees stands; null when it is not routed now. */
export async function readConversationWork(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  const { id } = await findSeen(ctx, params.id);
  const reader = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const own = sql`w.conversation_id = ${id} AND w.kind <> 'hand_over'`;
  const [item = null] = await workItems(ctx, own, { reader });
  return { item, handOver: await handOverIn(ctx, id), lastAgentId: await lastAgent(ctx, id) };
}

/** Who had it last, before who has it now. */
async function lastAgent(ctx: Ctx, conversationId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.agent_id AS id FROM work_items w JOIN work_spells s ON s.org_id = w.org_id AND s.item_id = w.id
    JOIN conversations c ON c.org_id = w.org_id AND c.id = w.conversation_id
    JOIN agents a ON a.org_id = s.org_id AND a.person_id = s.agent_id
    JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
    WHERE w.org_id = ${ctx.orgId} AND w.conversation_id = ${conversationId} AND s.what = 'active' AND a.active AND m.active
      AND s.agent_id IS DISTINCT FROM c.assignee_id
    ORDER BY s.from_at DESC, s.id DESC LIMIT 1`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

import type { SacConversation } from '@meada/contract/routes/sac';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { findSeen } from '../conversations/index.ts';
import { requestViews } from './requests-views.ts';
import { historyLink } from './tokens.ts';
import { toldAfter, toldInVain, toldOf } from './views.ts';

type Row = {
  on: boolean;
  started_at: Date | null;
  due: Date | null;
  ended_at: Date | null;
  how: 'message' | 'shown' | null;
  told_at: Date | null;
  seconds: number | null;
  failed: boolean | null;
};

/** The demand of a conversation: registered, told, due, and what the customer asked for. Throws `not_found` when it is not seen. */
export async function readConversation(
  ctx: Ctx,
  { conversationId }: { conversationId: string },
): Promise<SacConversation> {
  permit(ctx.actor, 'conversations.read');
  await findSeen(ctx, conversationId);
  const { rows } = await sql<Row>`
    SELECT b.sac_since IS NOT NULL AS on, d.started_at, d.started_at + d.target_ms * interval '1 millisecond' AS due, d.ended_at,
      t.how, coalesce(x.sent_at, t.told_at) AS told_at, ${toldAfter} AS seconds, ${toldInVain} AS failed
    FROM conversations c JOIN brands b ON b.org_id = c.org_id AND b.id = c.brand_id
    LEFT JOIN LATERAL (SELECT * FROM deadlines e WHERE e.org_id = c.org_id AND e.conversation_id = c.id AND e.what = 'decree'
      ORDER BY e.started_at DESC LIMIT 1) AS d ON true
    LEFT JOIN protocol_tellings t ON t.org_id = c.org_id AND t.conversation_id = c.id
    LEFT JOIN dispatches x ON x.org_id = t.org_id AND x.message_id = t.message_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId}`.execute(ctx.db);
  const [row] = rows;
  const requests = await requestViews(ctx, sql`AND q.conversation_id = ${conversationId}`, 50);
  const now = ctx.clock.now().toISOString();
  return {
    on: row?.on ?? false,
    registeredAt: row?.started_at?.toISOString() ?? null,
    dueAt: row?.due?.toISOString() ?? null,
    endedAt: row?.ended_at?.toISOString() ?? null,
    told: row ? toldOf(row) : null,
    requests: requests.map((one) => {
      const isOpen = one.kind === 'history' && one.expiresAt !== null && one.expiresAt > now;
      const link = isOpen ? historyLink(ctx, { orgId: ctx.orgId, requestId: one.id }) : null;
      return { ...one, link };
    }),
  };
}

import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import { findSeen } from '../../conversations/index.ts';

export type Held = { itemId: string; agentId: string; conversationId: string };

/** An open item that somebody has, in a conversation the actor sees. Throws `not_found`; `conflict` when nobody has it. */
export async function findHeld(ctx: Ctx, id: string): Promise<Held> {
  const item = found(
    await ctx.db
      .selectFrom('work_items')
      .select(['agent_id', 'conversation_id'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .where('done_at', 'is', null)
      .executeTakeFirst(),
    'item of work',
  );
  const conversation = await findSeen(ctx, item.conversation_id ?? ctx.ids.uuid());
  if (item.agent_id === null) throw conflict('Nobody has it now.');
  return { itemId: id, agentId: item.agent_id, conversationId: conversation.id };
}

import type { ResponseOf } from '@meada/contract/route';
import type { readConversationWork as route } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { findSeen } from '../../conversations/index.ts';
import { workItems } from '../views/items.ts';

/** Where the work of a conversation the actor sees stands; null when it is not routed now. */
export async function readConversationWork(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  const { id } = await findSeen(ctx, params.id);
  const reader = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const [item = null] = await workItems(ctx, sql`w.conversation_id = ${id}`, { reader });
  return { item };
}

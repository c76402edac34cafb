import { systemActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { noteInThread } from '../../conversations/index.ts';
import { settleOpen } from './keep-place.ts';

/** Who had their place kept waits in the chat again. Nothing where none is kept. */
export async function leavePlace(ctx: Ctx, { conversationId }: { conversationId: string }): Promise<void> {
  const house = { ...ctx, actor: systemActor(ctx.orgId) };
  if (!(await settleOpen(ctx, conversationId, 'taken_back'))) return;
  await noteInThread(house, conversationId, { code: 'place_taken_back' });
  ctx.emit({ name: 'wait.changed', facts: { conversationId, what: 'taken_back' } });
}

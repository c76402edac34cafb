import type { ResponseOf } from '@meada/contract/route';
import type { takeBack as route } from '@meada/contract/routes/scheduled';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { bodiesOf, lockOwn, removeScheduled, tellScheduled } from './store.ts';
import { scheduledFiles } from './views.ts';

/** Takes an own message back before it goes out, with all that was written. 404 when the worker was faster. */
export async function takeBack(ctx: Ctx, input: { scheduledId: string }): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const row = await lockOwn(ctx, input.scheduledId);
  const attachments = await scheduledFiles(ctx, row.id);
  await removeScheduled(ctx, row);
  tellScheduled(ctx, row, 'dropped');
  return {
    id: row.id,
    conversationId: row.conversation_id,
    purpose: row.purpose,
    messages: bodiesOf(row),
    draftHtml: row.draft_html,
    attachments,
  };
}

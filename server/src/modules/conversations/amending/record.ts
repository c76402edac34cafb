import type { AmendResult } from '@meada/contract/amendments';
import { Content } from '@meada/contract/content';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { attemptsAtMost, retryAfter } from '../rules.ts';
import { applyDeletion, applyEdit, applyHiding, applyReaction } from './apply.ts';
import type { ClaimedAmendment } from './outbound.ts';

/** Writes down what became of an attempt; a change the platform has made becomes true in the thread. */
export async function recordAmendment(
  kernel: Kernel,
  inbox: LoadedInbox,
  { claimed, result }: { claimed: ClaimedAmendment; result: AmendResult },
): Promise<void> {
  await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const now = ctx.clock.now();
    const again = result.state === 'retry' && claimed.attempts < attemptsAtMost;
    const pause = result.state === 'retry' ? retryAfter(claimed.attempts, result.afterSeconds) : 0;
    const error = result.state === 'sent' ? null : result;
    const moved = await ctx.db
      .updateTable('amendments')
      .set({
        state: result.state === 'retry' ? (again ? 'queued' : 'failed') : result.state,
        next_at: new Date(now.getTime() + pause * 1000),
        external_id: result.state === 'sent' ? (result.externalId ?? null) : null,
        error_code: error?.code ?? null,
        error_text: error?.text.slice(0, 1000) ?? null,
        updated_at: now,
      })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', claimed.id)
      .where('state', '=', 'sending')
      .returning('id')
      .executeTakeFirst();
    if (!moved) return;
    const { messageId, conversationId, author } = claimed;
    const target = { messageId, conversationId, author };
    if (result.state === 'sent' && claimed.kind === 'edit')
      await applyEdit(ctx, target, Content.parse(claimed.content));
    if (result.state === 'sent' && claimed.kind === 'deletion') await applyDeletion(ctx, target);
    if (result.state === 'sent' && claimed.kind === 'reaction')
      await applyReaction(ctx, target, { emoji: claimed.emoji, shared: true });
    if (result.state === 'sent' && claimed.kind === 'hiding')
      await applyHiding(ctx, target, claimed.hidden === true);
    ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what: 'amendment' } });
  });
}

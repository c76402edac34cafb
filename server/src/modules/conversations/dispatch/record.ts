import type { DispatchResult, SendResult } from '@meada/contract/channels';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { markOptedOut } from '../opt-out/check.ts';
import { settleAnswered, tellStanding } from '../public/settle.ts';
import { attemptsAtMost, retryAfter } from '../rules.ts';
import { tellUndelivered } from '../undelivered/tell-undelivered.ts';
import type { ClaimedDispatch } from './outbound.ts';

export type Attempt = { dispatch: ClaimedDispatch; result: DispatchResult };

/** Writes down what became of an attempt. A status that came in the meantime and knows better stands. */
export async function recordAttempt(
  kernel: Kernel,
  inbox: LoadedInbox,
  { dispatch, result }: Attempt,
): Promise<void> {
  await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const astray = await moveDispatch(ctx, { dispatch, result });
    if (result.state === 'sent') {
      await rememberSent(ctx, inbox, { messageId: dispatch.messageId, result });
      if (inbox.plugin.manifest.capabilities.public) await settleIfPublic(ctx, dispatch);
    }
    if (result.state === 'failed' && result.code === 'opted_out') await markOptedOut(ctx, dispatch.legId);
    if (result.state === 'by_hand') {
      const ids = result.externalId ? [result.externalId] : [];
      await rememberIds(ctx, inbox, { messageId: dispatch.messageId, ids });
      await tellStanding(ctx, dispatch.legId);
    }
    await tellUndelivered(ctx, astray ? [dispatch.id] : []);
    const { conversationId, messageId } = dispatch;
    ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what: 'dispatch' } });
  });
}

/** Answers whether it ended here without having been sent, for all that is known; one a status got ahead of did not. */
async function moveDispatch(ctx: Ctx, { dispatch, result }: Attempt): Promise<boolean> {
  const now = ctx.clock.now();
  const retries = result.state === 'retry' && dispatch.attempts < attemptsAtMost;
  const state = result.state === 'retry' ? (retries ? 'queued' : 'failed') : result.state;
  const pause = result.state === 'retry' ? retryAfter(dispatch.attempts, result.afterSeconds) : 0;
  const error = 'code' in result ? result : null;
  const { numUpdatedRows } = await ctx.db
    .updateTable('dispatches')
    .set({
      state,
      next_at: new Date(now.getTime() + pause * 1000),
      external_id: result.state === 'sent' ? result.externalId : null,
      error_code: error?.code ?? null,
      error_text: error?.text.slice(0, 1000) ?? null,
      ...(state === 'sent' || state === 'unknown' ? { sent_at: now } : {}),
      updated_at: now,
    })
    .where('id', '=', dispatch.id)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  return numUpdatedRows > 0n && (state === 'failed' || state === 'unknown');
}

async function settleIfPublic(ctx: Ctx, { legId }: ClaimedDispatch): Promise<void> {
  const leg = await ctx.db
    .selectFrom('legs')
    .select('side')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', legId)
    .executeTakeFirst();
  if (leg?.side === 'public') await settleAnswered(ctx, [legId]);
}

type Sent = { messageId: string; result: Extract<SendResult, { state: 'sent' }> };

async function rememberSent(ctx: Ctx, inbox: LoadedInbox, { messageId, result }: Sent): Promise<void> {
  const now = ctx.clock.now();
  const ids = [...new Set([result.externalId, ...(result.moreExternalIds ?? [])])];
  await rememberIds(ctx, inbox, { messageId, ids });
  // Health needs minutes, not milliseconds: one write a second per inbox at most.
  const before = new Date(now.getTime() - 1000);
  await ctx.db
    .updateTable('inboxes')
    .set({ last_out_at: now })
    .where('id', '=', inbox.id)
    .where((where) => where.or([where('last_out_at', 'is', null), where('last_out_at', '<', before)]))
    .execute();
}

async function rememberIds(
  ctx: Ctx,
  inbox: LoadedInbox,
  { messageId, ids }: { messageId: string; ids: string[] },
): Promise<void> {
  if (ids.length === 0) return;
  const place = { org_id: ctx.orgId, inbox_id: inbox.id, message_id: messageId };
  await ctx.db
    .insertInto('external_ids')
    .values(ids.map((id) => ({ ...place, external_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

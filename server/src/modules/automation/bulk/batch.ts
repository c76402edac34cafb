import type { BulkAction, Macro } from '@meada/contract/macros';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict } from '../../../kernel/errors.ts';
import { findSeen, markRead, restoreState, stateOf } from '../../conversations/index.ts';
import { attempt } from '../attempt.ts';
import { checkPlace, goThrough } from '../macros/go-through.ts';
import { performAction } from '../macros/perform.ts';
import { macrosOf } from '../macros/views.ts';
import { batchSize } from '../rules.ts';
import { type ItemResult, type LockedBulk, nextItems, saveBulk, saveItem } from './store.ts';

/**
 * Does the next conversations of a run in this transaction, each for itself: what one refuses leaves the others. Answers
 * whether the run is over.
 */
export async function doBatch(ctx: Ctx, run: LockedBulk): Promise<boolean> {
  const items = await nextItems(ctx, run, { most: batchSize, done: false });
  const { action } = run;
  const macro = action.kind === 'macro' ? (await macrosOf(ctx, [action.macroId]))[0] : undefined;
  for (const { n, conversation_id: id } of items) {
    const tried = await attempt(ctx, (own) => doOne(own, id, { action, macro }), { keep: true });
    const result: ItemResult = tried.ok ? tried.value : { outcome: 'refused', code: tried.failure.code };
    await saveItem(ctx, { runId: run.id, n }, result);
  }
  return settle(ctx, run, { last: items.at(-1)?.n, isOver: items.length < batchSize, end: 'done' });
}

type What = { action: BulkAction; macro: Macro | undefined };

async function doOne(ctx: Ctx, conversationId: string, what: What): Promise<ItemResult> {
  await findSeen(ctx, conversationId);
  const before = await stateOf(ctx, conversationId);
  const readSeq = what.action.kind === 'read' ? await readSeqOf(ctx, conversationId) : undefined;
  const replied = await perform(ctx, conversationId, what);
  const after = await stateOf(ctx, conversationId);
  const isRead = readSeq !== undefined && readSeq !== (await readSeqOf(ctx, conversationId));
  if (!replied.any && !isRead && JSON.stringify(before) === JSON.stringify(after))
    return { outcome: 'nothing' };
  return { outcome: 'done', before: { ...before, readSeq }, after, replied: replied.reply };
}

/** Does it; answers whether words were written, and whether they went to the customer. */
async function perform(
  ctx: Ctx,
  conversationId: string,
  { action, macro }: What,
): Promise<{ any: boolean; reply: boolean }> {
  if (action.kind !== 'macro') {
    await performAction(ctx, action, { conversationId, delays: false });
    return { any: false, reply: false };
  }
  if (!macro) throw conflict('The macro is not there any more.');
  await checkPlace(ctx, macro, { conversationId });
  const going = { conversationId, words: [], silent: !action.replies, atOnce: true };
  const performed = await goThrough(ctx, macro, going);
  const reply = performed.some(({ messageIds }) => messageIds.length > 0);
  return { any: reply || macro.actions.some(({ kind }) => kind === 'note' || kind === 'field'), reply };
}

async function readSeqOf(ctx: Ctx, conversationId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    SELECT seq FROM read_marks WHERE org_id = ${ctx.orgId} AND conversation_id = ${conversationId}
      AND reader = ${`${ctx.actor.kind}:${ctx.actor.id}`}`.execute(ctx.db);
  return rows[0]?.seq ?? 0;
}

/** Takes the next conversations of a run back. Answers whether that is over. */
export async function undoBatch(ctx: Ctx, run: LockedBulk): Promise<boolean> {
  const items = await nextItems(ctx, run, { most: batchSize, done: true });
  for (const {
    conversation_id: conversationId,
    state_before: before,
    state_after: after,
    replied,
  } of items) {
    if (!before || !after) continue;
    await attempt(
      ctx,
      async (own) => {
        await restoreState(own, { conversationId, before, after, answered: replied });
        if (before.readSeq !== undefined)
          await markRead(own, { conversationId, seq: before.readSeq, unread: true });
      },
      { keep: true },
    );
  }
  return settle(ctx, run, { last: items.at(-1)?.n, isOver: items.length < batchSize, end: 'undone' });
}

type End = { last: number | undefined; isOver: boolean; end: 'done' | 'undone' };

async function settle(ctx: Ctx, run: LockedBulk, { last, isOver, end }: End): Promise<boolean> {
  await saveBulk(ctx, run.id, {
    place: last ?? run.place,
    ...(isOver ? { state: end, ended_at: ctx.clock.now(), place: run.total } : {}),
  });
  return isOver;
}

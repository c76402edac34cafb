import type { Ctx } from '../../../kernel/ctx.ts';
import { lockConversations, lockItems } from '../rows/lock.ts';
import { type Move, storeMoves } from '../rows/moves.ts';
import type { Change } from '../runner/fitting.ts';
import { completeHandOver } from './complete.ts';
import { endHandOver } from './end.ts';
import { fateOf } from './fate.ts';

/**
 * Stores what the router decided about hand-overs, all of it locked. What a named colleague let pass goes on to nobody else;
 * what the router hands out without asking is taken. Answers what was stored as decided: the rest is read anew.
 */
export async function storeAsks(
  ctx: Ctx,
  changes: readonly Change[],
  { at, by }: { at: Date; by: string },
): Promise<Move[]> {
  const plain: Move[] = [];
  for (const change of changes) {
    const { known } = change;
    const fate = fateOf(change, at);
    if ('end' in fate) await endHandOver(ctx, known, { end: fate.end, at });
    else if ('takenBy' in fate) await completeHandOver(ctx, known, { agentId: fate.takenBy, at });
    else plain.push(fate.store);
  }
  const stored = await storeMoves(ctx, plain, { at, by });
  return plain.filter(({ before }) => stored.has(before.id));
}

/** Ends hand-overs nobody was found for in time. */
export async function endAsked(ctx: Ctx, ids: readonly string[], at: Date): Promise<void> {
  const rows = await ctx.db
    .selectFrom('work_items')
    .select(['id', 'conversation_id'])
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', [...ids])
    .where('done_at', 'is', null)
    .execute();
  await lockConversations(ctx, rows.flatMap(({ conversation_id: id }) => id ?? []).sort());
  const items = await lockItems(
    ctx,
    rows.map(({ id }) => id),
  );
  for (const item of items.values()) {
    // Somebody is asked just now: the offer has its own time.
    if (item.state === 'waiting' && item.ends_at && item.ends_at <= at)
      await endHandOver(ctx, item, { end: 'timed_out', at });
  }
}

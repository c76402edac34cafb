import type { HandOverEnd } from '@meada/contract/routes/hand-over';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { handOver } from '../../conversations/index.ts';
import { columns, type ItemRow } from '../rows/item.ts';
import { lockItems } from '../rows/lock.ts';
import { storeMoves, tellHandOver } from '../rows/moves.ts';
import { namesFor } from '../rows/names.ts';

export type Ending = {
  end: Exclude<HandOverEnd, 'accepted'>;
  at: Date;
  /** Why, in the words of who declined. */
  words?: string;
};

/** Ends of which the thread tells: of the others something else stands there. */
const told = new Set<HandOverEnd>(['declined', 'timed_out', 'gone', 'cancelled']);

/**
 * Ends a locked hand-over that came to nothing: the conversation stays with who has it, the guest leaves. False where it was
 * over already. The conversation is locked by the caller.
 */
export async function endHandOver(ctx: Ctx, ask: ItemRow, { end, at, words }: Ending): Promise<boolean> {
  const after: ItemRow = { ...ask, state: 'done', done_at: at };
  const move = { before: ask, after, spells: [], why: end, ...(words ? { words } : {}) };
  const stored = await storeMoves(ctx, [move], { at, by: null });
  if (stored.size === 0) return false;
  const toId = ask.only_id ?? (end === 'timed_out' ? null : ask.agent_id);
  if (told.has(end) && ask.conversation_id !== null) {
    const { to, queue } = await namesFor(ctx, { agent: toId, queue: ask.queue_id });
    const values = { to, queue: toId === null ? queue : null, ...(words ? { note: words } : {}) };
    await handOver(ctx, { conversationId: ask.conversation_id, note: { code: `hand_over_${end}`, values } });
  }
  tellHandOver(ctx, ask, { state: end, toId });
  return true;
}

/** The open hand-over of a locked conversation, locked; null: nobody is asked. */
export async function openHandOver(ctx: Ctx, conversationId: string): Promise<ItemRow | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT w.id FROM work_items w WHERE w.org_id = ${ctx.orgId} AND w.conversation_id = ${conversationId}
      AND w.kind = 'hand_over' AND w.done_at IS NULL`.execute(ctx.db);
  const [row] = rows;
  return row ? ((await lockItems(ctx, [row.id])).get(row.id) ?? null) : null;
}

/** Ends the open hand-over of a locked conversation, if there is one. */
export async function endHandOverOf(ctx: Ctx, conversationId: string, ending: Ending): Promise<boolean> {
  const ask = await openHandOver(ctx, conversationId);
  return ask !== null && (await endHandOver(ctx, ask, ending));
}

/** The open item of a conversation itself; null: nothing is owed there now. */
export async function openItem(ctx: Ctx, conversationId: string): Promise<ItemRow | null> {
  const { rows } = await sql<ItemRow>`
    SELECT ${sql.raw(columns)} FROM work_items w WHERE w.org_id = ${ctx.orgId} AND w.conversation_id = ${conversationId}
      AND w.kind <> 'hand_over' AND w.done_at IS NULL`.execute(ctx.db);
  return rows[0] ?? null;
}

import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { noteInThread } from '../../conversations/index.ts';

/** A kept place of a conversation that was merged, or whose merging was undone. */
export type Carried = {
  conversation_id: string;
  /** The conversation that goes on now; null: this one. */
  merged_into_id: string | null;
  /** Where the place was kept first. */
  carried_from: string | null;
  /** That conversation stands by itself again. */
  stands_again: boolean;
};

/** Where the place belongs by now; null: where it is. */
export const placeOfNow = ({ merged_into_id, carried_from, stands_again }: Carried): string | null =>
  merged_into_id ?? (stands_again ? carried_from : null);

type Carrying = { id: string; place: Carried; toId: string };

/**
 * Puts a place where its conversation goes on. Where one is kept already the later wish counts, as when somebody asks twice.
 * Both conversations are held. Answers whether the place stands there.
 */
export async function carryPlace(ctx: Ctx, { id, place, toId }: Carrying): Promise<boolean> {
  const { orgId } = ctx;
  const now = ctx.clock.now();
  const { rows } = await sql<{ id: string }>`
    WITH here AS (SELECT created_at FROM kept_places WHERE org_id = ${orgId} AND id = ${id})
    SELECT k.id FROM kept_places k, here WHERE k.org_id = ${orgId} AND k.conversation_id = ${toId} AND k.settled_at IS NULL
      AND k.created_at > here.created_at`.execute(ctx.db);
  if (rows.length > 0) {
    await sql`UPDATE kept_places SET state = 'over', settled_at = ${now} WHERE org_id = ${orgId} AND id = ${id}`.execute(
      ctx.db,
    );
    tell(ctx, place.conversation_id, 'over');
    return false;
  }
  await sql`UPDATE kept_places SET state = 'over', settled_at = ${now}
    WHERE org_id = ${orgId} AND conversation_id = ${toId} AND settled_at IS NULL`.execute(ctx.db);
  const from = place.carried_from ?? place.conversation_id;
  await sql`UPDATE kept_places SET conversation_id = ${toId}, carried_from = ${from === toId ? null : from}
    WHERE org_id = ${orgId} AND id = ${id}`.execute(ctx.db);
  await noteInThread(ctx, toId, { code: 'place_carried', values: {} });
  for (const conversationId of [place.conversation_id, toId]) tell(ctx, conversationId, 'carried');
  return true;
}

const tell = (ctx: Ctx, conversationId: string, what: string): void =>
  ctx.emit({ name: 'wait.changed', facts: { conversationId, what } });

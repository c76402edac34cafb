import type { WorkItem } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { findSeen, seenBy } from '../../conversations/index.ts';

/** That there is work, and nothing of what is said in it: for who leads a queue and does not see the conversation. */
export const unseen = (item: WorkItem): WorkItem => ({ ...item, conversation: null, leftDraft: null });

/** Items as the caller may read them. `shown`: what they may read whether they see the conversation or not. */
export async function inSight(
  ctx: Ctx,
  items: readonly WorkItem[],
  shown: (item: WorkItem) => boolean = () => false,
): Promise<WorkItem[]> {
  const ids = items.flatMap(({ conversation }) => conversation?.id ?? []);
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${ids}::uuid[])
      AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  const seen = new Set(rows.map(({ id }) => id));
  return items.map((item) => (seen.has(item.conversation?.id ?? '') || shown(item) ? item : unseen(item)));
}

/** Whoever takes or moves others' work sees its conversation. Throws `not_found`. */
export async function checkSight(ctx: Ctx, item: { conversation_id: string | null }): Promise<void> {
  if (item.conversation_id !== null) await findSeen(ctx, item.conversation_id);
}

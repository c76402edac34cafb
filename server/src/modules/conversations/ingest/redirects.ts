import type { Batch } from './batch.ts';
import type { Mentions } from './mentions.ts';
import { query } from './query.ts';

/**
 * Where conversations named by a token of ours go on after they were merged. Everything else that names one (the
 * platform's ids, legs, offers) went with its messages.
 */
export async function loadRedirects(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.conversationIds.size === 0) return;
  const rows = await query(batch)<{ id: string; target: string }>(
    'redirects',
    `WITH RECURSIVE way (id, target, merged_into_id, step) AS (
       SELECT c.id, c.id, c.merged_into_id, 0 FROM conversations c WHERE c.org_id = $1 AND c.id = ANY($2)
       UNION ALL
       SELECT w.id, c.id, c.merged_into_id, w.step + 1 FROM way w
       JOIN conversations c ON c.org_id = $1 AND c.id = w.merged_into_id WHERE w.step < 100)
     SELECT id, target FROM way WHERE merged_into_id IS NULL AND id <> target`,
    [batch.ctx.orgId, [...mentions.conversationIds]],
  );
  for (const row of rows) {
    batch.redirects.set(row.id, row.target);
    mentions.conversationIds.add(row.target);
  }
}

/** The conversation itself, or the one it goes on in. */
export const goesOnIn = (batch: Batch, conversationId: string): string =>
  batch.redirects.get(conversationId) ?? conversationId;

import type { InboundStatus } from '@meada/contract/channels';
import { type Batch, dispatchKey, externalKey, type ReadReceipt } from './batch.ts';
import { query } from './query.ts';

type Asked = { inboxId: string; externalId: string; id: string | null };

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Statuses of the batch that are about no message we know. */
function strayStatuses(batch: Batch, receipts: readonly ReadReceipt[]): Asked[] {
  return receipts.flatMap(({ inbox, items }) =>
    items.flatMap((item) => {
      if (item.kind !== 'status' || batch.known.has(externalKey(inbox.id, item.externalId))) return [];
      if (item.dispatchId && batch.known.has(dispatchKey(item.dispatchId))) return [];
      const id = item.dispatchId && uuid.test(item.dispatchId) ? item.dispatchId : null;
      return [{ inboxId: inbox.id, externalId: item.externalId.replaceAll('\u0000', ''), id }];
    }),
  );
}

/** Asks only where a status is about no message: the usual batch pays nothing. */
export async function loadAmendments(batch: Batch, receipts: readonly ReadReceipt[]): Promise<void> {
  const asked = strayStatuses(batch, receipts);
  if (asked.length === 0) return;
  const rows = await query(batch)<{
    asked: number;
    id: string;
    message_id: string;
    conversation_id: string;
    kind: string;
    emoji: string | null;
    author: string;
    state: string;
  }>(
    'amendments',
    `SELECT asked.n::integer AS asked, a.id, a.message_id, a.conversation_id, a.kind, a.emoji, a.author, a.state
     FROM unnest($2::uuid[], $3::text[], $4::uuid[]) WITH ORDINALITY AS asked(inbox_id, external_id, id, n)
     CROSS JOIN LATERAL (
       SELECT * FROM amendments WHERE org_id = $1 AND inbox_id = asked.inbox_id AND external_id = asked.external_id
       UNION SELECT * FROM amendments WHERE org_id = $1 AND id = asked.id AND inbox_id = asked.inbox_id LIMIT 1) AS a`,
    [
      batch.ctx.orgId,
      asked.map((one) => one.inboxId),
      asked.map((one) => one.externalId),
      asked.map((one) => one.id),
    ],
  );
  for (const row of rows) {
    const one = asked[row.asked - 1];
    if (!one) continue;
    batch.amendments.set(externalKey(one.inboxId, one.externalId), {
      id: row.id,
      messageId: row.message_id,
      conversationId: row.conversation_id,
      kind: row.kind,
      emoji: row.emoji,
      author: row.author,
      state: row.state,
    });
  }
}

/** Undefined: it is about no change of ours. A refused reaction is on nobody's screen; one we were unsure of may be. */
export function applyAmendmentStatus(
  batch: Batch,
  receipt: ReadReceipt,
  item: InboundStatus,
): string | null | undefined {
  const known = batch.amendments.get(externalKey(receipt.inbox.id, item.externalId));
  if (!known) return undefined;
  const { messageId, conversationId } = known;
  const failed = item.state === 'failed';
  const news = failed ? known.state !== 'failed' : known.state === 'unknown' || known.state === 'sending';
  if (!news) return 'known before';
  known.state = failed ? 'failed' : 'sent';
  batch.writes.amendmentChanges.push({
    id: known.id,
    state: known.state,
    error_code: item.error?.code ?? null,
    error_text: item.error?.text.slice(0, 1000) ?? null,
    updated_at: batch.now,
  });
  if (known.kind === 'reaction') {
    const emoji = failed ? null : known.emoji;
    batch.writes.reactions.push({ message_id: messageId, author: known.author, emoji, at: item.at });
  }
  batch.ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what: 'amendment' } });
  return null;
}

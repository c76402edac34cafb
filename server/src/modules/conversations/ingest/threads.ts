import type { InboundThreadChange } from '@meada/contract/channels';
import type pg from 'pg';
import { type Batch, type ReadReceipt, threadKey, type Writes } from './batch.ts';

/**
 * The platform gave a group another key: its thread takes it, once, whichever of the two notices comes first and however
 * often. What came under the new key before the notice joins the thread.
 */
export function applyThreadChange(
  batch: Batch,
  receipt: ReadReceipt,
  item: InboundThreadChange,
): string | null {
  const [from, to] = [item.from, item.to].map((key) => threadKey(receipt.inbox.id, item.thread, key));
  const old = batch.threads.get(from ?? '');
  if (!old || !to || !from || from === to) return 'about a thread that is not known, or known by its new key';
  const fresh = batch.threads.get(to);
  for (const leg of batch.legs.values()) {
    if (fresh && leg.outsideThreadId === fresh.id) {
      leg.outsideThreadId = old.id;
      leg.changed = true;
    }
  }
  batch.threads.delete(from);
  batch.threads.set(to, { id: old.id, conversationId: old.conversationId ?? fresh?.conversationId ?? null });
  batch.writes.threadChanges.push({ id: old.id, key: item.to, joined: fresh?.id ?? null });
  return null;
}

/** Three statements for any number of changes: legs leave the thread that joins, it goes, the other takes its key. */
export function writeThreadChanges(client: pg.ClientBase, orgId: string, writes: Writes): Promise<unknown>[] {
  const changes = writes.threadChanges;
  if (changes.length === 0) return [];
  const values = [orgId, changes.map((one) => one.id), changes.map((one) => one.joined)];
  return [
    client.query({
      name: 'threads_join',
      text: `UPDATE legs l SET outside_thread_id = c.id FROM unnest($2::uuid[], $3::uuid[]) AS c(id, joined)
        WHERE l.org_id = $1 AND l.outside_thread_id = c.joined`,
      values,
    }),
    client.query({
      name: 'threads_joined',
      text: 'DELETE FROM outside_threads WHERE org_id = $1 AND id = ANY($2)',
      values: [orgId, changes.flatMap((one) => one.joined ?? [])],
    }),
    client.query({
      name: 'threads_key',
      text: `UPDATE outside_threads t SET key = c.key FROM unnest($2::uuid[], $3::text[]) AS c(id, key)
        WHERE t.org_id = $1 AND t.id = c.id`,
      values: [orgId, changes.map((one) => one.id), changes.map((one) => one.key)],
    }),
  ];
}

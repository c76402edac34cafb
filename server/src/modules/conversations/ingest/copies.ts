import type { InboundMessage } from '@meada/contract/channels';
import type { LoadedInbox } from '../../inboxes/index.ts';
import type { Batch, ReadReceipt } from './batch.ts';
import { query } from './query.ts';

/**
 * A letter to two addresses of one brand comes twice and is one message: the second copy is noted as a double. Copies are
 * known by the external id, which holds sender's id and content; another brand has its own.
 */
const mayBeCopied = ({ plugin }: LoadedInbox, item: InboundMessage): boolean =>
  plugin.manifest.capabilities.subject && !item.echo && !item.public;

const keyOf = (inbox: { brandId: string; channel: string }, externalId: string): string =>
  `${inbox.brandId} ${inbox.channel} ${externalId}`;

/** Loads where the letters of a batch lie already; asks nothing when there are none. */
export async function loadCopies(batch: Batch, receipts: readonly ReadReceipt[]): Promise<void> {
  const asked = receipts.flatMap(({ inbox, items }) =>
    items.flatMap((item) =>
      item.kind === 'message' && mayBeCopied(inbox, item) ? [item.externalId.replaceAll('\u0000', '')] : [],
    ),
  );
  if (asked.length === 0) return;
  const rows = await query(batch)<{
    external_id: string;
    inbox_id: string;
    brand_id: string;
    channel: string;
  }>(
    'copies',
    `SELECT x.external_id, x.inbox_id, i.brand_id, i.channel FROM inboxes i
     CROSS JOIN unnest($2::text[]) AS asked(external_id)
     JOIN external_ids x ON x.org_id = $1 AND x.inbox_id = i.id AND x.external_id = asked.external_id
     WHERE i.org_id = $1`,
    [batch.ctx.orgId, [...new Set(asked)]],
  );
  for (const row of rows)
    batch.copies.set(keyOf({ ...row, brandId: row.brand_id }, row.external_id), row.inbox_id);
}

/** Whether the same letter lies in another inbox of the brand; a first copy is remembered for the next. */
export function isCopy(batch: Batch, inbox: LoadedInbox, item: InboundMessage): boolean {
  if (!mayBeCopied(inbox, item)) return false;
  const key = keyOf(inbox, item.externalId);
  const before = batch.copies.get(key);
  if (before === undefined) batch.copies.set(key, inbox.id);
  return before !== undefined && before !== inbox.id;
}

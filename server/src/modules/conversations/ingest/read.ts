import type { Inbound, InboundAttachment, InboundMessage } from '@meada/contract/channels';
import { Content } from '@meada/contract/content';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { type LoadedInbox, loadInboxes, type Receipt } from '../../inboxes/index.ts';
import { measureImage } from '../files/images.ts';
import type { ReadReceipt, StoredAttachment } from './batch.ts';

const receiptsAtMost = 100;
const bytesAtMost = 32 * 1024 * 1024;

type Row = {
  id: string;
  n: number;
  inbox_id: string;
  body: Buffer | null;
  headers: unknown;
  facts: unknown;
  received_at: Date;
};

/**
 * Reads the head of an organisation's new receipts and parses them, outside of any transaction (parsing a mail may ask
 * DNS). What cannot be parsed comes back with its error; nothing is written.
 */
export async function readReceipts(
  kernel: Kernel,
  orgId: string,
  { except, after }: { except: readonly string[]; after: number },
): Promise<ReadReceipt[]> {
  const { rows, inboxes } = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const result = await ctx.client.query<Row>({
      name: 'read_receipts',
      // Sizes first: a mail of 25 MB must not come together with a hundred others.
      text: `WITH head AS (
          SELECT id, n, sum(octet_length(body)) OVER (ORDER BY n) - octet_length(body) AS before
          FROM (SELECT id, n, body FROM receipts WHERE state = 'new' AND n > $5 AND id <> ALL($4) ORDER BY n LIMIT $1) AS new
        )
        SELECT r.id, r.n, r.inbox_id, r.body, r.headers, r.facts, r.received_at
        FROM head JOIN receipts r ON r.org_id = $3 AND r.id = head.id
        WHERE coalesce(head.before, 0) <= $2 ORDER BY r.n`,
      values: [receiptsAtMost, bytesAtMost, orgId, except, after],
    });
    const ids = [...new Set(result.rows.map((row) => row.inbox_id))];
    const loaded = ids.length > 0 ? await loadInboxes(kernel, ctx.db, ids) : [];
    return { rows: result.rows, inboxes: new Map(loaded.map((inbox) => [inbox.id, inbox])) };
  });
  const read = rows.map((row) => readOne(kernel, row, inboxes.get(row.inbox_id)));
  return (await Promise.all(read)).filter((receipt) => receipt !== null);
}

async function readOne(
  kernel: Kernel,
  row: Row,
  inbox: LoadedInbox | undefined,
): Promise<ReadReceipt | null> {
  // A plug-in that is not installed today may be tomorrow: the receipt waits.
  if (!inbox) return null;
  const base = { id: row.id, n: row.n, inbox, receivedAt: row.received_at };
  try {
    const receipt: Receipt = {
      body: row.body ?? new Uint8Array(),
      headers: (row.headers ?? {}) as Record<string, string>,
      receivedAt: row.received_at.toISOString(),
      facts: row.facts as Receipt['facts'],
    };
    const items = (await inbox.plugin.parse(receipt, inbox.settings)).map(checked);
    const files = new Map<Inbound, StoredAttachment[]>();
    for (const item of items) {
      if (item.kind !== 'message') continue;
      files.set(item, await storeFiles(kernel, inbox.orgId, item));
    }
    return { ...base, items, files, error: null };
  } catch (error) {
    return { ...base, items: [], files: new Map(), error: (error as Error).message || 'unreadable' };
  }
}

/** Holds what a plug-in made against the contract: hostile texts are made storable here, once for all channels. */
function checked(item: Inbound): Inbound {
  if (item.kind === 'message') {
    return { ...item, content: Content.parse(item.content), subject: item.subject?.slice(0, 998) };
  }
  if (item.kind === 'edit') return { ...item, content: Content.parse(item.content) };
  return item;
}

function storeFiles(kernel: Kernel, orgId: string, item: InboundMessage): Promise<StoredAttachment[]> {
  return Promise.all(
    (item.attachments ?? []).slice(0, 200).map((attachment) => storeFile(kernel, orgId, attachment)),
  );
}

async function storeFile(
  kernel: Kernel,
  orgId: string,
  attachment: InboundAttachment,
): Promise<StoredAttachment> {
  const bytes = attachment.bytes ?? null;
  const size = bytes ? await measureImage(bytes, attachment.kind) : null;
  return {
    kind: attachment.kind,
    name: cleanName(attachment.name),
    type: cleanType(attachment.type),
    size: bytes?.length ?? attachment.size ?? 0,
    hash: bytes ? await kernel.files.put(orgId, bytes) : null,
    uploadId: attachment.uploadId ?? null,
    ref: bytes ? null : (attachment.ref ?? null),
    contentId: attachment.contentId ?? null,
    inline: attachment.inline ?? false,
    seconds: attachment.seconds ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
  };
}

/** A file name for showing: no path, no control or direction-changing characters, not endless. */
export const cleanName = (name: string): string =>
  name
    .toWellFormed()
    .replace(/[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\]+/gu, '_')
    .trim()
    .slice(-180) || 'file';

const cleanType = (type: string): string =>
  /^[a-z0-9][\w.+-]*\/[\w.+-]+$/i.test(type.split(';')[0]?.trim() ?? '')
    ? (type.split(';')[0]?.trim().toLowerCase() ?? '')
    : 'application/octet-stream';

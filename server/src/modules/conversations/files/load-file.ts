import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, actorKey, may, systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { FileRef } from '../../../kernel/files/address.ts';
import { actorBehind } from '../../people/index.ts';
import { seenBy } from '../visibility.ts';

export type Served = { hash: Buffer; size: number; type: string; name: string };

/**
 * One row by attachment (or file kept with a customer or a canned reply) and variant: the signature covered both. An address
 * that was made for somebody opens what they may see now; null when that is nothing.
 */
export async function loadFile(kernel: Kernel, ref: FileRef): Promise<Served | undefined> {
  const reader = ref.reader === undefined ? systemActor(ref.orgId) : await readerNow(kernel, ref);
  if (!reader) return undefined;
  const column = ref.variant === 'thumbnail' ? sql`a.thumbnail_id` : sql`a.file_id`;
  const type = sql`CASE WHEN ${ref.variant === 'thumbnail'} THEN f.type ELSE a.type END AS type`;
  return inTransaction(kernel, reader, async (ctx) => {
    const result = await sql<Served>`
      SELECT f.hash, f.size, ${type}, a.name
      FROM attachments a JOIN files f ON f.org_id = a.org_id AND f.id = ${column}
      LEFT JOIN messages m ON m.org_id = a.org_id AND m.id = a.message_id
      WHERE a.org_id = ${ref.orgId} AND a.id = ${ref.attachmentId} AND m.deleted_at IS NULL AND ${seesAttachment(reader)}
      UNION ALL
      SELECT f.hash, f.size, ${type}, a.name
      FROM customer_files a JOIN files f ON f.org_id = a.org_id AND f.id = ${column}
      WHERE a.org_id = ${ref.orgId} AND a.id = ${ref.attachmentId} AND ${seesCustomers(reader, ref)}
      UNION ALL
      SELECT f.hash, f.size, ${type}, a.name
      FROM canned_files a JOIN files f ON f.org_id = a.org_id AND f.id = ${column}
      WHERE a.org_id = ${ref.orgId} AND a.id = ${ref.attachmentId}`.execute(ctx.db);
    return result.rows[0];
  });
}

const readerNow = (kernel: Kernel, { orgId, reader = '' }: FileRef): Promise<Actor | null> =>
  actorBehind(kernel, orgId, reader);

/** What hangs on a message, or waits to be sent, is for who sees the conversation; what nobody has sent is its uploader's. */
function seesAttachment(reader: Actor): RawBuilder<SqlBool> {
  if (reader.kind === 'system') return sql<SqlBool>`true`;
  const own = sql<SqlBool>`(a.message_id IS NULL AND a.uploaded_by = ${actorKey(reader)})`;
  if (!may(reader, 'conversations.read')) return own;
  return sql<SqlBool>`(${own} OR EXISTS (SELECT FROM conversations c
    WHERE c.org_id = a.org_id AND c.id = m.conversation_id AND ${seenBy(reader)}) OR (a.message_id IS NULL AND EXISTS (
    SELECT FROM scheduled_messages s JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    WHERE s.org_id = a.org_id AND a.id = ANY (s.attachment_ids) AND ${seenBy(reader)})))`;
}

/** Files kept with a customer are for who reads customers; their picture stands beside every conversation. */
const seesCustomers = (reader: Actor, { variant }: FileRef): RawBuilder<SqlBool> =>
  sql<SqlBool>`${
    may(reader, 'customers.read') || (variant === 'thumbnail' && may(reader, 'conversations.read'))
  }::boolean`;

import type { CustomerFile } from '@meada/contract/routes/record';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { fileExpiry, fileUrl, readerOf } from '../../../kernel/files/address.ts';

/** Files a screen shows, newest first. */
const filesAtMost = 200;

type Row = {
  id: string;
  kind: CustomerFile['kind'];
  name: string;
  type: string;
  size: number;
  thumbnail_id: string | null;
  added_kind: string;
  added_id: string | null;
  added_by: string | null;
  created_at: Date;
};

/** Files of a whole group, or one of them. */
export async function filesOf(ctx: Ctx, rootId: string, fileId?: string): Promise<CustomerFile[]> {
  const result = await sql<Row>`
    SELECT f.id, f.kind, f.name, f.type, f.size, f.thumbnail_id, f.added_kind, f.added_id, f.created_at,
      coalesce(p.name, k.name) AS added_by
    FROM customer_files f
    LEFT JOIN members p ON f.added_kind = 'person' AND p.org_id = f.org_id AND p.id = f.added_id
    LEFT JOIN api_keys k ON f.added_kind = 'key' AND k.org_id = f.org_id AND k.id = f.added_id
    WHERE f.org_id = ${ctx.orgId} ${fileId === undefined ? sql`` : sql`AND f.id = ${fileId}`}
      AND f.customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})
    ORDER BY f.created_at DESC, f.id DESC LIMIT ${filesAtMost}`.execute(ctx.db);
  return result.rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    type: row.type,
    size: row.size,
    url: urlOf(ctx, row.id, 'original'),
    thumbnailUrl: row.thumbnail_id === null ? null : urlOf(ctx, row.id, 'thumbnail'),
    addedBy: { kind: row.added_kind, id: row.added_id, name: row.added_by },
    createdAt: row.created_at.toISOString(),
  }));
}

type Signer = Pick<Ctx, 'secrets' | 'config' | 'publicUrl' | 'clock' | 'orgId' | 'actor'>;

export function urlOf(ctx: Signer, fileId: string, variant: 'original' | 'thumbnail'): string {
  const ref = { orgId: ctx.orgId, attachmentId: fileId, variant, reader: readerOf(ctx.actor) };
  return fileUrl(ctx, ref, fileExpiry(ctx.clock.now()));
}

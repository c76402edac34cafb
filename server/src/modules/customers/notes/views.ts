import type { CustomerNote } from '@meada/contract/routes/record';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';

/** Notes a screen shows: pinned ones first, then the newest. */
const notesAtMost = 200;

type Row = {
  id: string;
  text: string;
  pinned: boolean;
  author_kind: string;
  author_id: string | null;
  author: string | null;
  created_at: Date;
  edited_at: Date | null;
  versions: number;
};

const columns = sql`n.id, n.text, n.pinned, n.author_kind, n.author_id, coalesce(p.name, k.name) AS author, n.created_at,
  n.edited_at, (SELECT count(*) FROM customer_note_versions v WHERE v.org_id = n.org_id AND v.note_id = n.id) AS versions`;
const authors = sql`
  LEFT JOIN members p ON n.author_kind = 'person' AND p.org_id = n.org_id AND p.id = n.author_id
  LEFT JOIN api_keys k ON n.author_kind = 'key' AND k.org_id = n.org_id AND k.id = n.author_id`;

const shown = (row: Row): CustomerNote => ({
  id: row.id,
  text: row.text,
  pinned: row.pinned,
  author: { kind: row.author_kind, id: row.author_id, name: row.author },
  createdAt: row.created_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
  versions: row.versions,
});

const load = async (ctx: Ctx, where: RawBuilder<unknown>): Promise<CustomerNote[]> => {
  const result = await sql<Row>`
    SELECT ${columns} FROM customer_notes n ${authors}
    WHERE n.org_id = ${ctx.orgId} AND n.deleted_at IS NULL AND ${where}
    ORDER BY n.pinned DESC, n.created_at DESC, n.id DESC LIMIT ${notesAtMost}`.execute(ctx.db);
  return result.rows.map(shown);
};

/** Notes of a whole group. */
export const notesOf = (ctx: Ctx, rootId: string): Promise<CustomerNote[]> =>
  load(
    ctx,
    sql`n.customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})`,
  );

/** One note of a group. Throws `not_found`. */
export async function noteOf(ctx: Ctx, rootId: string, noteId: string): Promise<CustomerNote> {
  const [note] = await load(
    ctx,
    sql`n.id = ${noteId} AND n.customer_id IN (
      SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})`,
  );
  return found(note, 'note');
}

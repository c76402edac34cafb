import type { ResponseOf } from '@meada/contract/route';
import type { readNoteVersions as route } from '@meada/contract/routes/record';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { noteOf } from './views.ts';

const versionsAtMost = 100;

type Row = {
  id: string;
  text: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  name: string | null;
};

/** What a note said before, newest first. Throws `not_found`. */
export async function readNoteVersions(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const { id, noteId } = input.params;
  await noteOf(ctx, await rootIdOf(ctx, id), noteId);
  const result = await sql<Row>`
    SELECT v.id, v.text, v.at, v.actor_kind, v.actor_id, coalesce(p.name, k.name) AS name
    FROM customer_note_versions v
    LEFT JOIN members p ON v.actor_kind = 'person' AND p.org_id = v.org_id AND p.id = v.actor_id
    LEFT JOIN api_keys k ON v.actor_kind = 'key' AND k.org_id = v.org_id AND k.id = v.actor_id
    WHERE v.org_id = ${ctx.orgId} AND v.note_id = ${noteId} ORDER BY v.at DESC, v.id DESC LIMIT ${versionsAtMost}`.execute(
    ctx.db,
  );
  return {
    items: result.rows.map((row) => ({
      id: row.id,
      text: row.text,
      at: row.at.toISOString(),
      author: { kind: row.actor_kind, id: row.actor_id, name: row.name },
    })),
  };
}

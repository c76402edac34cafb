import type { ResponseOf } from '@meada/contract/route';
import type { listPoison as route } from '@meada/contract/routes/receipts';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure, notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';

/** Bytes looked at for the preview, and characters shown of them. */
const previewBytes = 800;
const previewLength = 200;

type Row = {
  id: string;
  n: number;
  external_id: string | null;
  received_at: Date;
  error: string | null;
  attempts: number;
  size: number;
  head: Buffer;
};

/** Received things that could not be read, newest first, as long as their bytes are there. Throws `not_found`. */
export async function listPoison(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'inboxes.manage');
  const { cursor, limit } = input.query;
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
    throw new Failure('malformed', 'The cursor is not one of ours.', { field: 'query.cursor' });
  }
  await requireInbox(ctx, input.params.id);
  const result = await sql<Row>`
    SELECT id, n, external_id, received_at, error, attempts, octet_length(body) AS size,
      substring(body FROM 1 FOR ${previewBytes}) AS head
    FROM receipts
    WHERE org_id = ${ctx.orgId} AND inbox_id = ${input.params.id} AND state = 'poison' AND body IS NOT NULL
      ${cursor === undefined ? sql`` : sql`AND n < ${cursor}::bigint`}
    ORDER BY n DESC LIMIT ${limit + 1}`.execute(ctx.db);
  const rows = result.rows.slice(0, limit);
  return {
    items: rows.map((row) => ({
      id: row.id,
      externalId: row.external_id ?? '',
      receivedAt: row.received_at.toISOString(),
      error: row.error ?? '',
      attempts: row.attempts,
      size: row.size,
      preview: previewOf(row.head),
    })),
    next: result.rows.length > limit ? String(rows.at(-1)?.n) : null,
  };
}

/** The beginning as text, whatever the bytes are. */
const previewOf = (head: Buffer): string =>
  head
    .toString('utf8')
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, previewLength)
    .toWellFormed();

async function requireInbox(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('inboxes')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('inbox');
}

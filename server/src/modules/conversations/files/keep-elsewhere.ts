import type { Attachment } from '@meada/contract/content';
import { sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { presentAttachment } from '../views/attachments.ts';

/** A stored file with what is known of it, wherever it is kept. */
export type KeptFile = {
  id: string;
  kind: string;
  name: string;
  type: string;
  size: number;
  file_id: string;
  thumbnail_id: string | null;
  width: number | null;
  height: number | null;
  seconds: number | null;
};

/**
 * Takes the caller's own uploads away from the messages they wait for: they can be sent no more, are not swept, and
 * belong to whoever keeps them. Answers them by id. Throws `refused` for another's or one that was sent.
 */
export async function takeUploads(ctx: Ctx, ids: readonly string[]): Promise<Map<string, KeptFile>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<KeptFile>`
    DELETE FROM attachments WHERE org_id = ${ctx.orgId} AND id = ANY (${[...ids]}::uuid[]) AND message_id IS NULL
      AND uploaded_by = ${actorKey(ctx.actor)} AND state = 'ready' AND file_id IS NOT NULL
    RETURNING id, kind, name, type, size, file_id, thumbnail_id, width, height, seconds`.execute(ctx.db);
  const taken = new Map(rows.map((row) => [row.id, row]));
  for (const [index, id] of ids.entries())
    if (!taken.has(id)) throw refused('There is no such upload of yours.', `body.attachmentIds.${index}`);
  return taken;
}

/**
 * Copies of kept files as uploads of the caller, to be sent with a message. Each copy has a row of `files` of its own, so
 * that neither holds the other; the bytes lie there once.
 */
export async function copyToUploads(ctx: Ctx, files: readonly KeptFile[]): Promise<Attachment[]> {
  const copies: Attachment[] = [];
  for (const file of files) {
    const [id, fileId] = [ctx.ids.uuid(), ctx.ids.uuid()];
    const thumbnailId = file.thumbnail_id === null ? null : ctx.ids.uuid();
    await copyRow(ctx, file.file_id, fileId);
    if (file.thumbnail_id && thumbnailId) await copyRow(ctx, file.thumbnail_id, thumbnailId);
    const { kind, name, type, size, width, height, seconds } = file;
    const row = { id, kind, name, type, size, width, height, seconds, inline: false, state: 'ready' };
    await ctx.db
      .insertInto('attachments')
      .values({
        ...row,
        org_id: ctx.orgId,
        file_id: fileId,
        thumbnail_id: thumbnailId,
        uploaded_by: actorKey(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .execute();
    copies.push(presentAttachment(ctx, { ...row, thumbnail: thumbnailId !== null }));
  }
  return copies;
}

const copyRow = (ctx: Ctx, from: string, to: string) =>
  sql`INSERT INTO files (org_id, id, hash, size, type) SELECT org_id, ${to}, hash, size, type FROM files
    WHERE org_id = ${ctx.orgId} AND id = ${from}`.execute(ctx.db);

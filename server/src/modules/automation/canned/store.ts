import type { CannedInput } from '@meada/contract/canned';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import { cleanHtml } from '../../../kernel/html.ts';
import { type KeptFile, takeUploads } from '../../conversations/index.ts';
import { type Shown, shownBy } from '../shown-to.ts';

/** Writes of canned replies, their files and how often they were taken. */

export type LockedCanned = Shown & { id: string };

/** Locks a reply the actor sees. Throws `not_found` also for somebody else's own one. */
export async function lockCanned(ctx: Ctx, id: string): Promise<LockedCanned> {
  const { rows } = await sql<LockedCanned>`
    SELECT x.id, x.shown_to, x.team_ids, x.owner_id FROM canned_replies x
    WHERE x.org_id = ${ctx.orgId} AND x.id = ${id} AND ${shownBy(ctx)} FOR UPDATE`.execute(ctx.db);
  return found(rows[0], 'canned reply');
}

/** Rich words are made safe before they are kept, and again before they are sent. */
const safe = (html: string | null): string | null =>
  html?.trim() ? cleanHtml(html, { images: 'block', cid: () => null }).html || null : null;

/** Throws `conflict` when the shortcut is there. */
export async function writeCanned(
  ctx: Ctx,
  id: string,
  { input, shown }: { input: CannedInput; shown: Shown },
): Promise<void> {
  const row = {
    org_id: ctx.orgId,
    id,
    shortcut: input.shortcut,
    title: input.title,
    text: input.text,
    html: safe(input.html),
    wordings: JSON.stringify(input.wordings.map((one) => ({ ...one, html: safe(one.html) }))),
    folder: input.folder,
    ...shown,
  };
  await ctx.db
    .insertInto('canned_replies')
    .values(row)
    .onConflict((on) => on.columns(['org_id', 'id']).doUpdateSet(row))
    .execute()
    .catch((error: unknown) => {
      if (isDouble(error)) throw conflict('There is a canned reply of this shortcut.', 'body.shortcut');
      throw error;
    });
}

/** The files of a reply are those named, in that order: uploads are taken over, what is not named goes. */
export async function writeFiles(ctx: Ctx, cannedId: string, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  const standing = await filesOf(ctx, [cannedId]);
  const kept = new Set(standing.map(({ id }) => id));
  const taken = await takeUploads(
    ctx,
    wanted.filter((id) => !kept.has(id)),
  );
  await sql`DELETE FROM canned_files WHERE org_id = ${ctx.orgId} AND canned_id = ${cannedId}
    AND NOT (id = ANY (${wanted}::uuid[]))`.execute(ctx.db);
  for (const file of taken.values())
    await ctx.db
      .insertInto('canned_files')
      .values({ ...file, org_id: ctx.orgId, canned_id: cannedId, created_at: ctx.clock.now() })
      .execute();
  await sql`UPDATE canned_files c SET position = f.position FROM unnest(${wanted}::uuid[]) WITH ORDINALITY AS f(id, position)
    WHERE c.org_id = ${ctx.orgId} AND c.canned_id = ${cannedId} AND c.id = f.id`.execute(ctx.db);
}

/** Files of replies, in order. */
export async function filesOf(
  ctx: Ctx,
  cannedIds: readonly string[],
): Promise<(KeptFile & { canned_id: string })[]> {
  const { rows } = await sql<KeptFile & { canned_id: string }>`
    SELECT id, canned_id, kind, name, type, size, file_id, thumbnail_id, width, height, seconds FROM canned_files
    WHERE org_id = ${ctx.orgId} AND canned_id = ANY (${[...cannedIds]}::uuid[])
    ORDER BY canned_id, position, id`.execute(ctx.db);
  return rows;
}

/** Counts that the person took a reply. A program has no habits. */
export async function countUse(ctx: Ctx, cannedId: string): Promise<void> {
  if (ctx.actor.kind !== 'person') return;
  await sql`
    INSERT INTO canned_uses AS u (org_id, canned_id, person_id, uses, used_at)
    VALUES (${ctx.orgId}, ${cannedId}, ${ctx.actor.id}, 1, ${ctx.clock.now()})
    ON CONFLICT (org_id, canned_id, person_id) DO UPDATE SET uses = u.uses + 1, used_at = excluded.used_at`.execute(
    ctx.db,
  );
}

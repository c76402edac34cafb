import type { CannedReply } from '@meada/contract/canned';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { presentAttachment } from '../../conversations/index.ts';
import { viewerOf } from '../../people/index.ts';
import { mayChange, type Shown, shownBy } from '../shown-to.ts';
import { filesOf } from './store.ts';

type Row = Shown & {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  html: string | null;
  wordings: CannedReply['wordings'];
  folder: string;
  uses: number;
  own_uses: number;
};

/** Replies the reader sees, the ones they take most first, then those everybody does; or some of them. */
export async function cannedReplies(
  ctx: Ctx,
  ids?: readonly string[],
  { forMacro = false }: { forMacro?: boolean } = {},
): Promise<CannedReply[]> {
  const { personId } = viewerOf(ctx.actor);
  const { rows } = await sql<Row>`
    SELECT x.id, x.shortcut, x.title, x.text, x.html, x.wordings, x.folder, x.shown_to, x.team_ids, x.owner_id,
      coalesce(u.uses, 0)::int AS uses, coalesce(u.own_uses, 0)::int AS own_uses
    FROM canned_replies x LEFT JOIN (
      SELECT canned_id, sum(uses) AS uses, sum(uses) FILTER (WHERE person_id = ${personId}::uuid) AS own_uses
      FROM canned_uses WHERE org_id = ${ctx.orgId} GROUP BY canned_id) u ON u.canned_id = x.id
    WHERE x.org_id = ${ctx.orgId} AND ${shownBy(ctx, { forMacro })} ${ids ? sql`AND x.id = ANY (${[...ids]}::uuid[])` : sql``}
    ORDER BY own_uses DESC, uses DESC, x.shortcut, x.id`.execute(ctx.db);
  const files = Map.groupBy(
    await filesOf(
      ctx,
      rows.map(({ id }) => id),
    ),
    (file) => file.canned_id,
  );
  return rows.map((row) => ({
    id: row.id,
    shortcut: row.shortcut,
    title: row.title,
    text: row.text,
    html: row.html,
    wordings: row.wordings,
    folder: row.folder,
    shownTo: row.shown_to,
    teamIds: row.team_ids,
    files: (files.get(row.id) ?? []).map((file) =>
      presentAttachment(ctx, {
        ...file,
        inline: false,
        state: 'ready',
        thumbnail: file.thumbnail_id !== null,
      }),
    ),
    uses: row.uses,
    ownUses: row.own_uses,
    mayChange: mayChange(ctx, row),
  }));
}

/** One reply the reader sees. Throws `not_found`. */
export const cannedReply = async (ctx: Ctx, id: string): Promise<CannedReply> =>
  found((await cannedReplies(ctx, [id]))[0], 'canned reply');

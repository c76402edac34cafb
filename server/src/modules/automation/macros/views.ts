import type { Macro } from '@meada/contract/macros';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { mayChange, type Shown, shownBy } from '../shown-to.ts';

type Row = Shown & {
  id: string;
  name: string;
  folder: string;
  inbox_ids: string[];
  actions: Macro['actions'];
  uses: number;
};

/** Macros the reader sees, those that are run most first; or some of them. */
export async function macrosOf(ctx: Ctx, ids?: readonly string[]): Promise<Macro[]> {
  const { rows } = await sql<Row>`
    SELECT x.id, x.name, x.folder, x.shown_to, x.team_ids, x.owner_id, x.inbox_ids, x.actions, x.uses FROM macros x
    WHERE x.org_id = ${ctx.orgId} AND ${shownBy(ctx)} ${ids ? sql`AND x.id = ANY (${[...ids]}::uuid[])` : sql``}
    ORDER BY x.uses DESC, lower(x.name), x.id`.execute(ctx.db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    folder: row.folder,
    shownTo: row.shown_to,
    teamIds: row.team_ids,
    inboxIds: row.inbox_ids,
    actions: row.actions,
    uses: row.uses,
    mayChange: mayChange(ctx, row),
  }));
}

/** One macro the reader sees. Throws `not_found`. */
export const macroOf = async (ctx: Ctx, id: string): Promise<Macro> =>
  found((await macrosOf(ctx, [id]))[0], 'macro');

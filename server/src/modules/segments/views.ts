import type { Segment } from '@meada/contract/routes/segments';
import type { SegmentTree } from '@meada/contract/segments';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';

/** What the screens of segments read. */

type Row = {
  id: string;
  name: string;
  description: string;
  conditions: unknown;
  state: string;
  members: number;
  computed_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

const shown = (row: Row): Segment => ({
  id: row.id,
  name: row.name,
  description: row.description,
  conditions: row.conditions as SegmentTree,
  state: row.state as Segment['state'],
  members: row.members,
  computedAt: row.computed_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const rowsOf = (ctx: Ctx) =>
  ctx.db.selectFrom('segments').selectAll().where('org_id', '=', ctx.orgId).where('state', '<>', 'archived');

/** Segments by name. */
export async function segmentsOf(ctx: Ctx): Promise<Segment[]> {
  const rows = await rowsOf(ctx).orderBy(sql`meada_fold(name)`).orderBy('id').execute();
  return rows.map(shown);
}

/** One segment. Throws `not_found`. */
export async function segmentOf(ctx: Ctx, id: string): Promise<Segment> {
  return shown(found(await rowsOf(ctx).where('id', '=', id).executeTakeFirst(), 'segment'));
}

/** The same with its row held. */
export async function lockSegment(ctx: Ctx, id: string): Promise<Segment> {
  return shown(found(await rowsOf(ctx).where('id', '=', id).forUpdate().executeTakeFirst(), 'segment'));
}

import type { SegmentTree } from '@meada/contract/segments';
import { sql } from 'kysely';
import type { Audiences } from '../conversations/index.ts';
import { meeting } from './compile.ts';
import { segmentOf } from './views.ts';

/** Segments as announcements see them: by their conditions, not by who was in them when somebody last looked. */
export const segmentAudiences: Audiences = {
  read: async (ctx, segmentId) => {
    const { name, state, computedAt } = await segmentOf(ctx, segmentId);
    return { name, ready: state !== 'failed' && computedAt !== null };
  },
  holds: async (ctx, segmentId, customerId) => {
    const row = await ctx.db
      .selectFrom('segments')
      .select('conditions')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', segmentId)
      .where('state', 'in', ['ready', 'running'])
      .executeTakeFirst();
    if (!row) return false;
    const where = await meeting(ctx, row.conditions as SegmentTree, { ids: [customerId] });
    const { rows } = await sql`SELECT r.id FROM ${where}`.execute(ctx.db);
    return rows.length > 0;
  },
};

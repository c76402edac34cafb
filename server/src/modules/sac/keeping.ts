import type { RetentionCategory } from '@meada/contract/routes/privacy-register';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { recordDays } from './rules.ts';

/**
 * What the decree has a firm keep: the record of a demand two years from its resolution (art. 12 § 5), a recorded call 90 days
 * (art. 12 § 3). To keep what a law asks for is a ground of LGPD art. 16, I.
 */

const recordYears = sql.raw(`interval '2 years'`);

/** Kinds of data that are the record of a demand, and for how many days each is kept at least; files hold the recordings. */
const floors: Partial<Record<RetentionCategory, number>> = {
  messages: recordDays,
  conversations: recordDays,
  attachments: recordDays,
};

/** The least number of days by category while a brand answers by the decree; empty where none does. */
export async function retentionFloors(ctx: Ctx): Promise<Partial<Record<RetentionCategory, number>>> {
  const row = await ctx.db
    .selectFrom('brands')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('sac_since', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row ? floors : {};
}

/** A conversation `v` whose demand is open, or was resolved less than two years ago, also where the mode is off by now. */
export const keptByDecree = (ctx: Pick<Ctx, 'orgId' | 'clock'>) => sql<boolean>`EXISTS (
  SELECT FROM deadlines d WHERE d.org_id = v.org_id AND d.conversation_id = v.id AND d.what = 'decree'
    AND (d.ended_at IS NULL OR d.ended_at > ${ctx.clock.now()}::timestamptz - ${recordYears}))`;

/** A customer of whose group such a demand is kept. */
export const hasKeptDemand = (
  ctx: Pick<Ctx, 'orgId' | 'clock'>,
  canonicalId: RawBuilder<unknown>,
) => sql<boolean>`EXISTS (
  SELECT FROM customers sg JOIN conversations v ON v.org_id = sg.org_id AND v.customer_id = sg.id
  WHERE sg.org_id = ${ctx.orgId} AND sg.canonical_id = ${canonicalId} AND ${keptByDecree(ctx)})`;

/** How many demands of a customer's group are kept, and until when; `until` null: one is open still. */
export async function keptDemands(ctx: Ctx, root: string): Promise<{ count: number; until: Date | null }> {
  const { rows } = await sql<{ count: number; until: Date | null; open: boolean }>`
    SELECT count(DISTINCT v.id)::int AS count, bool_or(d.ended_at IS NULL) AS open, max(d.ended_at + ${recordYears}) AS until
    FROM customers c JOIN conversations v ON v.org_id = c.org_id AND v.customer_id = c.id
    JOIN deadlines d ON d.org_id = v.org_id AND d.conversation_id = v.id AND d.what = 'decree'
      AND (d.ended_at IS NULL OR d.ended_at > ${ctx.clock.now()}::timestamptz - ${recordYears})
    WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = ${root}`.execute(ctx.db);
  const [row] = rows;
  return { count: row?.count ?? 0, until: row?.open ? null : (row?.until ?? null) };
}

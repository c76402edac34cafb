import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Model } from '../matching/index.ts';

export type Settings = { autoMerge: boolean; nightly: boolean; likely: number; model: Model | null };

const defaults: Settings = { autoMerge: false, nightly: true, likely: 0.8, model: null };

/** What the owner allows and what was learned of the organisation. */
export async function loadSettings(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<Settings> {
  const { rows } = await sql<Settings>`
    SELECT auto_merge AS "autoMerge", nightly, likely, model FROM duplicate_settings
    WHERE org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0] ?? defaults;
}

import type { Retention, RetentionRun } from '@meada/contract/routes/privacy-register';
import type { Ctx } from '../../../kernel/ctx.ts';
import { retentionFloors } from '../../sac/index.ts';
import { categories } from './categories.ts';

export type Counted = { purged: number; held: number; left: boolean };
export type Report = Record<string, Counted>;

/** Days by category: the firm's choice, else the house's, never less than a law has it kept; without either it is kept. */
export async function daysOf(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('retention_rules')
    .select(['category', 'days'])
    .where('org_id', '=', ctx.orgId)
    .execute();
  const chosen = new Map(rows.map(({ category, days }) => [category, days]));
  const floors = await retentionFloors(ctx);
  return new Map(
    categories.flatMap(({ name, usual }) => {
      const days = chosen.get(name) ?? usual;
      return days === null ? [] : [[name, Math.max(days, floors[name] ?? 0)] as const];
    }),
  );
}

/** Rules and the last runs. */
export async function retentionOf(ctx: Ctx): Promise<Retention> {
  const days = await daysOf(ctx);
  const floors = await retentionFloors(ctx);
  const runs = await ctx.db
    .selectFrom('retention_runs')
    .selectAll()
    .where('org_id', '=', ctx.orgId)
    .orderBy('started_at', 'desc')
    .limit(30)
    .execute();
  return {
    rules: categories.map(({ name, least, most }) => ({
      ...{
        category: name,
        least: Math.max(least, floors[name] ?? 0),
        most,
        byLaw: floors[name] !== undefined,
      },
      days: days.get(name) ?? null,
    })),
    runs: runs.map((row) => ({
      ...{ id: row.id, trial: row.trial, state: row.state as RetentionRun['state'], error: row.error },
      report: Object.entries(row.report as Report).map(([category, counted]) => ({ category, ...counted })),
      startedBy: row.started_by,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
    })),
  };
}

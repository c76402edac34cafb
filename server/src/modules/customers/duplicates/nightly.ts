import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { beginScan } from './scan.ts';
import { loadSettings } from './settings.ts';

/** Hours of the firm's own night in which a run may begin. */
const night = { from: 1, to: 5 };
const dayMs = 20 * 3_600_000;

/** Begins the night's run where the owner wants one, it is night there, and none began within the day. */
export async function scanByNight(kernel: Kernel): Promise<void> {
  const { rows } = await kernel.database.asSystem((db) =>
    sql<{ id: string; zone: string }>`SELECT id, time_zone AS zone FROM organisations`.execute(db),
  );
  const now = kernel.clock.now();
  for (const { id, zone } of rows) {
    const hour = Number(
      new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }).format(now),
    );
    if (hour >= night.from && hour < night.to) await inTransaction(kernel, systemActor(id), beginByNight);
  }
}

async function beginByNight(ctx: Ctx): Promise<void> {
  const settings = await loadSettings(ctx);
  if (!settings.nightly) return;
  const since = new Date(ctx.clock.now().getTime() - dayMs);
  const recent = await ctx.db
    .selectFrom('duplicate_scans')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('started_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  if (!recent) await beginScan(ctx, 'changed');
}

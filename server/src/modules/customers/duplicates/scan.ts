import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { compareRecords } from './find.ts';
import { markRead, refreshKeys } from './keys.ts';
import { learnFrom } from './learning.ts';
import { mergeCertain } from './merge-certain.ts';
import { loadSettings, type Settings } from './settings.ts';
import { compareAddresses, compareWhole, wholeAtMost } from './whole.ts';

/** Records of one batch: the most that is done twice when a process dies. */
const keyedAtOnce = 200;
const comparedAtOnce = 40;
/** Where only addresses are left to compare. */
const lookedUpAtOnce = 400;
/** Between two batches the server's other work goes first. */
const pauseMs = 10;
/** A run that begins wakes this; at rest nobody is asked. */
const idleMs = 10 * 60_000;

type Place = { org_id: string; id: string };
type Scan = {
  id: string;
  kind: 'full' | 'changed';
  phase: 'keys' | 'learn' | 'compare';
  place: string | null;
  total: number;
  started_at: Date;
};
/** Whether the base is compared as a whole. */
const isWhole = (scan: Pick<Scan, 'kind' | 'total'>): boolean =>
  scan.kind === 'full' && scan.total <= wholeAtMost;

type Step = { over: boolean; autoMerge: boolean; certain: string[] };

/** Goes on with every run over a base, a batch each; answers when to go on. */
export async function runScans(kernel: Kernel): Promise<number> {
  const running = await kernel.database.asSystem((db) =>
    db
      .selectFrom('duplicate_scans')
      .select(['org_id', 'id'])
      .where('state', '=', 'running')
      .orderBy('started_at')
      .limit(20)
      .execute(),
  );
  for (const place of running) await goOn(kernel, place);
  return running.length > 0 ? pauseMs : idleMs;
}

const inOrg = <T>(kernel: Kernel, place: Place, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(place.org_id), work);

async function goOn(kernel: Kernel, place: Place): Promise<void> {
  try {
    const step = await inOrg(kernel, place, (ctx) => batch(ctx, place.id));
    if (step !== null && 'learn' in step) {
      await learn(kernel, place, step.learn);
      await inOrg(kernel, place, (ctx) => nextPhase(ctx, place.id, 'compare'));
    } else if (step?.autoMerge && step.certain.length > 0) {
      await inOrg(kernel, place, async (ctx) => {
        const merged = await mergeCertain(ctx, step.certain);
        await sql`UPDATE duplicate_scans SET merged = merged + ${merged}
          WHERE org_id = ${ctx.orgId} AND id = ${place.id}`.execute(ctx.db);
      });
    }
  } catch (error) {
    kernel.log.warn('a run over the duplicates failed', { error, scanId: place.id });
    await inOrg(kernel, place, (ctx) => endScan(ctx, place.id, 'failed'));
  }
}

const learn = (kernel: Kernel, place: Place, scan: Scan): Promise<void> =>
  isWhole(scan)
    ? compareWhole(kernel, { orgId: place.org_id, scanId: scan.id, startedAt: scan.started_at })
    : learnFrom(kernel, place.org_id, { whole: false, use: async () => {} });

/** One batch, and the place it leaves off at, in one transaction: dying between two loses nothing. */
async function batch(ctx: Ctx, id: string): Promise<Step | { learn: Scan } | null> {
  const scan = await ctx.db
    .selectFrom('duplicate_scans')
    .select(['id', 'kind', 'phase', 'place', 'total', 'started_at'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!scan) return null;
  const current = scan as Scan;
  if (current.phase === 'learn') return { learn: current };
  return current.phase === 'keys' ? keyBatch(ctx, current) : compareBatch(ctx, current);
}

async function idsAfter(ctx: Ctx, scan: Scan, count: number): Promise<string[]> {
  // A run for what changed takes records that nobody has compared: those that changed are compared as they come.
  const waiting = sql`AND NOT EXISTS (SELECT FROM match_states s WHERE s.org_id = c.org_id AND s.customer_id = c.id
    AND s.compared_at IS NOT NULL)`;
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM customers c WHERE c.org_id = ${ctx.orgId}
      AND (${scan.place}::uuid IS NULL OR c.id > ${scan.place}::uuid) ${scan.kind === 'changed' ? waiting : sql``}
    ORDER BY c.id LIMIT ${count}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

async function keyBatch(ctx: Ctx, scan: Scan): Promise<Step> {
  const ids = await idsAfter(ctx, scan, keyedAtOnce);
  if (ids.length > 0) await refreshKeys(ctx, ids);
  // Who changes from now on waits again; what was before is read by this run.
  if (isWhole(scan)) await markRead(ctx, ids);
  if (ids.length < keyedAtOnce) await nextPhase(ctx, scan.id, 'learn');
  else await moveOn(ctx, scan.id, { place: ids.at(-1) ?? null, done: ids.length, found: 0 });
  return { over: false, autoMerge: false, certain: [] };
}

async function compareBatch(ctx: Ctx, scan: Scan): Promise<Step> {
  const atOnce = isWhole(scan) ? lookedUpAtOnce : comparedAtOnce;
  const ids = await idsAfter(ctx, scan, atOnce);
  const settings = await loadSettings(ctx);
  const kept = await compareSome(ctx, ids, isWhole(scan) ? null : settings);
  const found = kept.filter((one) => one.fresh).length;
  await moveOn(ctx, scan.id, { place: ids.at(-1) ?? scan.place, done: ids.length, found });
  const over = ids.length < atOnce;
  if (over) await endScan(ctx, scan.id, 'done');
  const certain = kept.filter((one) => one.certain).map((one) => one.id);
  return { over, autoMerge: settings.autoMerge, certain };
}

const compareSome = async (ctx: Ctx, ids: readonly string[], settings: Settings | null) => {
  if (ids.length === 0) return [];
  return settings ? compareRecords(ctx, ids, settings) : compareAddresses(ctx, ids);
};

async function moveOn(
  ctx: Ctx,
  id: string,
  by: { place: string | null; done: number; found: number },
): Promise<void> {
  await sql`UPDATE duplicate_scans SET place = ${by.place}, done = done + ${by.done}, found = found + ${by.found},
    moved_at = ${ctx.clock.now()} WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
}

async function nextPhase(ctx: Ctx, id: string, phase: 'learn' | 'compare'): Promise<void> {
  await ctx.db
    .updateTable('duplicate_scans')
    .set({ phase, place: null, moved_at: ctx.clock.now(), ...(phase === 'compare' ? { done: 0 } : {}) })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
}

export async function endScan(ctx: Ctx, id: string, state: 'done' | 'stopped' | 'failed'): Promise<void> {
  await ctx.db
    .updateTable('duplicate_scans')
    .set({ state, ended_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
}

/** Begins a run unless one is going on; answers whether it began. */
export async function beginScan(ctx: Ctx, kind: 'full' | 'changed'): Promise<boolean> {
  const result = await sql`
    INSERT INTO duplicate_scans (org_id, id, kind, total, started_by, started_at, moved_at)
    SELECT ${ctx.orgId}, ${ctx.ids.uuid()}, ${kind},
      (SELECT count(*) FROM customers c WHERE c.org_id = ${ctx.orgId} AND (${kind} = 'full' OR NOT EXISTS (
        SELECT FROM match_states s WHERE s.org_id = c.org_id AND s.customer_id = c.id AND s.compared_at IS NOT NULL))), ${ctx.actor.id}, ${ctx.clock.now()}, ${ctx.clock.now()}
    ON CONFLICT DO NOTHING`.execute(ctx.db);
  ctx.afterCommit(() => ctx.bus.wake('duplicate scans'));
  return Number(result.numAffectedRows ?? 0) > 0;
}

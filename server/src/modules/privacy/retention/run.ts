import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { dayIn } from '../../../kernel/calendar.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { zoneOf } from '../../organisations/index.ts';
import { dropBytes } from '../erasure/files.ts';
import { dropEnded } from '../packages/run-packages.ts';
import { type Category, categories } from './categories.ts';
import { type Counted, daysOf, type Report } from './views.ts';

/** Rows purged in one transaction, and of one category in one night: the rest waits for the next. */
const atOnce = 500;
const perNight = 50_000;
/** Counting looks at this many at most. */
const countedAtMost = 100_000;
/** A run without a sign of life for so long was cut off and is taken up again (ms). */
const leaseMs = 5 * 60_000;
/** The hour of the firm's night in which it runs by itself. */
const nightHour = 3;

/** Writes a run down; the worker takes it. Throws when one is under way or this night's was. */
export async function insertRun(
  ctx: Ctx,
  { trial, startedBy }: { trial: boolean; startedBy: string | null },
): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('retention_runs')
    .values({
      ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), trial, day: dayIn(await zoneOf(ctx), now) },
      ...{ started_by: startedBy, started_at: now, moved_at: new Date(now.getTime() - 2 * leaseMs) },
    })
    .execute();
}

const hourIn = (zone: string, at: Date): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at));

/** Begins the run of the night where it is night, and goes on with those under way. */
export async function keepRetention(kernel: Kernel): Promise<void> {
  const orgs = await kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select(['id', 'time_zone']).execute(),
  );
  for (const { id, time_zone } of orgs) {
    if (hourIn(time_zone, kernel.clock.now()) === nightHour) await beginNight(kernel, id);
    const runId = await inTransaction(kernel, systemActor(id), takeRun);
    if (runId) await goOn(kernel, { orgId: id, runId });
  }
}

async function beginNight(kernel: Kernel, orgId: string): Promise<void> {
  await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    await sql`INSERT INTO retention_runs (org_id, id, trial, day, started_at, moved_at)
      VALUES (${orgId}, ${ctx.ids.uuid()}, false, ${dayIn(await zoneOf(ctx), ctx.clock.now())}, ${ctx.clock.now()},
        ${new Date(ctx.clock.now().getTime() - 2 * leaseMs)}) ON CONFLICT DO NOTHING`.execute(ctx.db);
    await sql`UPDATE privacy_requests SET state = 'expired', closed_at = ${ctx.clock.now()}, address = NULL, details = ''
      WHERE org_id = ${orgId} AND state = 'unproven' AND created_at < ${new Date(ctx.clock.now().getTime() - 86_400_000)}`.execute(
      ctx.db,
    );
    const hashes = await dropEnded(ctx);
    ctx.afterCommit(async () => {
      await dropBytes(kernel, orgId, hashes);
    });
  });
}

async function takeRun(ctx: Ctx): Promise<string | null> {
  const now = ctx.clock.now();
  const { rows } = await sql<{
    id: string;
  }>`UPDATE retention_runs SET moved_at = ${now} WHERE org_id = ${ctx.orgId}
    AND state = 'running' AND moved_at < ${new Date(now.getTime() - leaseMs)} RETURNING id`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

type Run = { orgId: string; runId: string };

/** Goes through the categories; each batch is written with its numbers, so that a run cut off repeats nothing. */
async function goOn(kernel: Kernel, { orgId, runId }: Run): Promise<void> {
  const inOrg = <T>(work: (ctx: Ctx) => Promise<T>) => inTransaction(kernel, systemActor(orgId), work);
  try {
    const days = await inOrg(daysOf);
    for (const category of categories) {
      const kept = days.get(category.name);
      if (kept === undefined) continue;
      const before = new Date(kernel.clock.now().getTime() - kept * 86_400_000);
      for (let more = true; more; ) {
        const step = await inOrg((ctx) => oneBatch(ctx, { runId, category, before }));
        await dropBytes(kernel, orgId, step.hashes);
        more = step.more;
      }
    }
    await inOrg((ctx) => end(ctx, runId, 'done'));
  } catch (error) {
    kernel.log.error('a retention run failed', { error, orgId, runId });
    await inOrg((ctx) => end(ctx, runId, 'failed'));
  }
}

type Step = { runId: string; category: Category; before: Date };

async function oneBatch(
  ctx: Ctx,
  { runId, category, before }: Step,
): Promise<{ more: boolean; hashes: Buffer[] }> {
  const run = await ctx.db
    .selectFrom('retention_runs')
    .select(['trial', 'report'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const report = run.report as Report;
  const sofar = report[category.name]?.purged ?? 0;
  const held = await countDue(ctx, category, { before, held: true });
  if (run.trial) {
    const purged = await countDue(ctx, category, { before, held: false });
    await note(ctx, { runId, category, counted: { purged, held, left: purged >= countedAtMost } });
    return { more: false, hashes: [] };
  }
  const { rows } = await category.due(ctx, before, { held: false, most: atOnce }).execute(ctx.db);
  const isFull = rows.length > 0 && sofar + rows.length >= perNight;
  const ids = rows.map(({ id }) => id);
  const { gone, hashes } = ids.length > 0 ? await category.purge(ctx, ids, before) : { gone: 0, hashes: [] };
  await note(ctx, { runId, category, counted: { purged: sofar + gone, held, left: isFull } });
  return { more: gone > 0 && !isFull, hashes };
}

async function countDue(
  ctx: Ctx,
  category: Category,
  { before, held }: { before: Date; held: boolean },
): Promise<number> {
  const due = category.due(ctx, before, { held, most: countedAtMost });
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM (${due}) AS due`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

async function note(
  ctx: Ctx,
  { runId, category, counted }: { runId: string; category: Category; counted: Counted },
): Promise<void> {
  await sql`UPDATE retention_runs SET moved_at = ${ctx.clock.now()},
    report = report || ${JSON.stringify({ [category.name]: counted })}::jsonb
    WHERE org_id = ${ctx.orgId} AND id = ${runId}`.execute(ctx.db);
}

async function end(ctx: Ctx, runId: string, state: 'done' | 'failed'): Promise<void> {
  const row = await ctx.db
    .updateTable('retention_runs')
    .set({ state, ended_at: ctx.clock.now(), error: state === 'failed' ? 'failed' : null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', runId)
    .returning(['report', 'trial'])
    .executeTakeFirst();
  if (!row?.trial)
    ctx.audit({ action: 'privacy.purged', facts: { runId, state, report: row?.report ?? {} } });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'retention', customerId: null } });
}

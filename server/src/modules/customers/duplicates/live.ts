import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { compareRecords } from './find.ts';
import { markChanged } from './keys.ts';
import { mergeCertain } from './merge-certain.ts';
import { beginScan } from './scan.ts';
import { loadSettings } from './settings.ts';
import { wholeAtMost } from './whole.ts';

/** Records compared in one transaction, and how long others go first before the next: this is work for idle moments. */
const turn = 20;
const pauseMs = 25;

const changing = new Set(['customer.created', 'customer.changed', 'customer.merged', 'customer.unmerged']);

/** Notes whose records changed, behind the log; who was changed twice is noted once. */
export async function hearChanges(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const told = events.filter((event) => changing.has(event.name));
  if (told.length === 0) return;
  for (const [orgId, list] of Map.groupBy(told, (event) => event.orgId)) {
    const ids = list
      .flatMap(({ facts }) => [facts.customerId, facts.otherId])
      .filter((id) => typeof id === 'string');
    await inTransaction(kernel, systemActor(orgId), (ctx) => markChanged(ctx, ids));
  }
  kernel.bus.wake('duplicates');
}

/** Compares the next records that wait, of one organisation after the other; answers when to go on. */
export async function compareWaiting(kernel: Kernel): Promise<number | null> {
  const organisations = await kernel.database.asSystem((db) =>
    sql<{ id: string }>`SELECT o.id FROM organisations o WHERE EXISTS (
      SELECT FROM match_states s WHERE s.org_id = o.id AND s.waits)`.execute(db),
  );
  let [more, lists] = [false, false];
  for (const { id } of organisations.rows) {
    const found = await inTransaction(kernel, systemActor(id), compareSome);
    if (found === null) {
      lists = true;
      continue;
    }
    const certain = found.kept.filter((one) => one.certain).map((one) => one.id);
    if (found.autoMerge && certain.length > 0)
      await inTransaction(kernel, systemActor(id), (ctx) => mergeCertain(ctx, certain));
    if (found.compared === turn) more = true;
  }
  if (more) return pauseMs;
  return lists ? listPauseMs : null;
}

/** So many who wait are a list that was brought in, if they are a good part of the base. */
const listFrom = 300;
const listShare = 0.2;
/** A list that grows is waited for. */
const listPauseMs = 1500;
/** How many waited at the last look, by organisation. */
const waitedBefore = new Map<string, number>();

/** Whether so many wait that the base is compared as a whole; begins that once no more come. */
async function isList(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ waiting: number; all: number }>`
    WITH few AS MATERIALIZED (SELECT count(*) AS n FROM (SELECT FROM match_states
      WHERE org_id = ${ctx.orgId} AND waits LIMIT ${listFrom}) x)
    SELECT CASE WHEN n < ${listFrom} THEN n ELSE (SELECT count(*) FROM (SELECT FROM match_states
        WHERE org_id = ${ctx.orgId} AND waits LIMIT ${wholeAtMost}) y) END::int AS waiting,
      CASE WHEN n < ${listFrom} THEN 0 ELSE (SELECT count(*) FROM (SELECT FROM customers
        WHERE org_id = ${ctx.orgId} LIMIT ${wholeAtMost + 1}) z) END::int AS all
    FROM few`.execute(ctx.db);
  const { waiting = 0, all = 0 } = rows[0] ?? {};
  const isOne = waiting >= listFrom && waiting >= listShare * all && all <= wholeAtMost;
  const before = waitedBefore.get(ctx.orgId);
  if (isOne) waitedBefore.set(ctx.orgId, waiting);
  else waitedBefore.delete(ctx.orgId);
  if (isOne && before === waiting) await beginScan(ctx, 'full');
  return isOne;
}

async function compareSome(ctx: Ctx) {
  if (await isList(ctx)) return null;
  const settings = await loadSettings(ctx);
  const { rows } = await sql<{ id: string }>`
    SELECT customer_id AS id FROM match_states WHERE org_id = ${ctx.orgId} AND waits
    ORDER BY customer_id LIMIT ${turn} FOR UPDATE SKIP LOCKED`.execute(ctx.db);
  const ids = rows.map((row) => row.id);
  const kept = await compareRecords(ctx, ids, settings);
  return { kept, autoMerge: settings.autoMerge, compared: ids.length };
}

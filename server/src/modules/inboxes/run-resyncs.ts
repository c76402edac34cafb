import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { freshInbox, plainError } from './connect.ts';
import { ioOf } from './io.ts';
import { externalHash, receive } from './ledger.ts';
import type { LoadedInbox } from './load.ts';
import type { Arrival } from './port.ts';

/** A run whose process died is taken over after this long (ms); every batch renews it. */
const leaseMs = 5 * 60_000;
/** The longest that one run may take (ms). */
const runAtMostMs = 60 * 60_000;

type Place = { org_id: string; id: string };

/** Runs what was asked for, one after the other; answers how many. For the process that listens. */
export async function runResyncs(kernel: Kernel, stop: AbortSignal): Promise<number> {
  const now = kernel.clock.now();
  const waiting = await kernel.database.asSystem((db) =>
    db
      .selectFrom('inbox_resyncs')
      .select(['org_id', 'id'])
      .where('state', 'in', ['queued', 'running'])
      .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<', now)]))
      .orderBy('created_at')
      .limit(20)
      .execute(),
  );
  let count = 0;
  for (const place of waiting) if (!stop.aborted && (await run(kernel, place, stop))) count += 1;
  return count;
}

const inOrg = <T>(kernel: Kernel, place: Place, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(place.org_id), work);

async function run(kernel: Kernel, place: Place, stop: AbortSignal): Promise<boolean> {
  const task = await inOrg(kernel, place, (ctx) => take(ctx, place));
  if (!task) return false;
  const inbox = await freshInbox(kernel, place.org_id, task.inbox_id);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(runAtMostMs)]);
  try {
    if (!inbox?.active || !inbox.plugin.resync) throw new Error('the inbox is off');
    const deliver = (arrivals: Arrival[]) => store(kernel, { place, inbox, signal }, arrivals);
    await inbox.plugin.resync({ ...ioOf(kernel, inbox), deliver, signal }, task.since);
    await inOrg(kernel, place, (ctx) => end(ctx, { place, inboxId: task.inbox_id }, null));
  } catch (error) {
    // Stopped, not failed: whoever starts next goes on after the lease.
    if (stop.aborted) return false;
    const text = inbox ? plainError(inbox, error) : String(error);
    kernel.log.warn('an inbox could not be fetched again', { inboxId: task.inbox_id, text });
    await inOrg(kernel, place, (ctx) => end(ctx, { place, inboxId: task.inbox_id }, text));
  }
  return true;
}

/** Takes a waiting run; undefined when another process was faster. What an earlier try had counted is counted anew. */
async function take(ctx: Ctx, place: Place): Promise<{ inbox_id: string; since: Date } | undefined> {
  const now = ctx.clock.now();
  return ctx.db
    .updateTable('inbox_resyncs')
    .set({ state: 'running', found: 0, lease_until: new Date(now.getTime() + leaseMs) })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', place.id)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<', now)]))
    .returning(['inbox_id', 'since'])
    .executeTakeFirst();
}

type Run = { place: Place; inbox: LoadedInbox; signal: AbortSignal };

/** Into the ledger; before, what is not there yet is counted. */
async function store(kernel: Kernel, { place, inbox, signal }: Run, arrivals: Arrival[]): Promise<void> {
  signal.throwIfAborted();
  if (arrivals.length === 0) return;
  const hashes = arrivals.map((arrival) => externalHash(kernel, inbox.id, arrival.externalId));
  const known = await inOrg(kernel, place, async (ctx) => {
    const result = await sql<{ count: number }>`SELECT count(*)::int AS count FROM receipts
      WHERE org_id = ${ctx.orgId} AND inbox_id = ${inbox.id} AND external_hash = ANY(${hashes})`.execute(
      ctx.db,
    );
    return result.rows[0]?.count ?? 0;
  });
  await receive(kernel, { orgId: inbox.orgId, inboxId: inbox.id }, arrivals);
  const fresh = new Set(hashes.map((hash) => hash.toString('hex'))).size - known;
  await inOrg(kernel, place, (ctx) => progress(ctx, { place, inboxId: inbox.id }, [arrivals.length, fresh]));
}

type Done = { place: Place; inboxId: string };

async function progress(ctx: Ctx, done: Done, [found, fresh]: [number, number]): Promise<void> {
  await ctx.db
    .updateTable('inbox_resyncs')
    .set((row) => ({
      found: row('found', '+', found),
      fresh: row('fresh', '+', fresh),
      lease_until: new Date(ctx.clock.now().getTime() + leaseMs),
    }))
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', done.place.id)
    .execute();
  ctx.emit({ name: 'inbox.health', facts: { inboxId: done.inboxId } });
}

async function end(ctx: Ctx, done: Done, error: string | null): Promise<void> {
  await ctx.db
    .updateTable('inbox_resyncs')
    .set({ state: error === null ? 'done' : 'failed', error, ended_at: ctx.clock.now(), lease_until: null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', done.place.id)
    .execute();
  ctx.emit({ name: 'inbox.health', facts: { inboxId: done.inboxId } });
}

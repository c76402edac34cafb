import type { InboundLookUp } from '@meada/contract/channels';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { outsideMs, plainError, within } from './connect.ts';
import { ioOf } from './io.ts';
import { receive } from './ledger.ts';
import { loadInbox } from './load.ts';
import { writeNotices } from './write-notices.ts';

/** How long a try may take before another process makes it, and the pauses after failed ones (ms). */
const leaseMs = 120_000;
const pausesMs = [10_000, 60_000, 300_000, 1_800_000];
const triesAtMost = pausesMs.length + 1;
const atOnce = 4;

type LookUpOf = { inboxId: string; item: InboundLookUp };
type Claimed = { id: string; inboxId: string; code: string; ref: string; at: Date; attempts: number };

/** Writes down what is to be fetched at the platform; the same reference once. */
export async function writeLookUps(ctx: Ctx, asked: readonly LookUpOf[]): Promise<void> {
  if (asked.length === 0) return;
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('look_ups')
    .values(
      asked.map(({ inboxId, item }) => ({
        org_id: ctx.orgId,
        id: ctx.ids.uuid(),
        inbox_id: inboxId,
        code: item.code.slice(0, 64),
        ref: item.ref.slice(0, 1000),
        at: new Date(item.at),
        next_at: now,
      })),
    )
    .onConflict((known) => known.doNothing())
    .execute();
  ctx.afterCommit(() => ctx.bus.wake('look-ups'));
}

/**
 * One step of the worker that fetches what platforms told of by a reference alone; what comes goes into the ledger, as if
 * it had been sent. Answers after how many milliseconds it wants to run again, or null when nothing waits.
 */
export async function runLookUps(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now().getTime();
  const waiting = await kernel.database.asSystem((db) =>
    db
      .selectFrom('look_ups')
      .select('org_id')
      .select(({ fn }) => fn.min('next_at').as('next_at'))
      .groupBy('org_id')
      .execute(),
  );
  if (waiting.length === 0) return null;
  const pauses = waiting.map((row) => ({
    orgId: row.org_id,
    ms: new Date(row.next_at as unknown as string).getTime() - now,
  }));
  const due = pauses.filter((row) => row.ms <= 0);
  const counts = await Promise.all(due.map((row) => fetchSome(kernel, row.orgId)));
  if (counts.some((count) => count > 0)) return 0;
  return Math.max(1000, Math.min(...pauses.map((row) => row.ms)));
}

async function fetchSome(kernel: Kernel, orgId: string): Promise<number> {
  const claimed = await inTransaction(kernel, systemActor(orgId), claim);
  await Promise.all(claimed.map((one) => fetchOne(kernel, orgId, one)));
  return claimed.length;
}

async function claim(ctx: Ctx): Promise<Claimed[]> {
  const now = ctx.clock.now();
  const result = await ctx.client.query<Claimed>({
    name: 'claim_look_ups',
    text: `WITH due AS (
        SELECT id FROM look_ups WHERE org_id = $1 AND next_at <= $2 ORDER BY next_at, id LIMIT $4 FOR UPDATE SKIP LOCKED
      )
      UPDATE look_ups l SET attempts = l.attempts + 1, next_at = $3 FROM due WHERE l.org_id = $1 AND l.id = due.id
      RETURNING l.id, l.inbox_id AS "inboxId", l.code, l.ref, l.at, l.attempts`,
    values: [ctx.orgId, now, new Date(now.getTime() + leaseMs), atOnce],
  });
  return result.rows;
}

async function fetchOne(kernel: Kernel, orgId: string, asked: Claimed): Promise<void> {
  const inbox = await loadInbox(kernel, orgId, asked.inboxId);
  try {
    if (inbox?.active && inbox.plugin.lookUp) {
      const arrivals = await within(outsideMs, inbox.plugin.lookUp(asked.ref, ioOf(kernel, inbox)));
      await receive(kernel, { orgId, inboxId: inbox.id }, arrivals);
    }
    await inTransaction(kernel, systemActor(orgId), (ctx) => drop(ctx, asked.id));
  } catch (error) {
    const text = inbox ? plainError(inbox, error) : String(error);
    await inTransaction(kernel, systemActor(orgId), (ctx) => putOff(ctx, asked, text));
  }
}

const drop = (ctx: Ctx, id: string): Promise<unknown> =>
  ctx.db.deleteFrom('look_ups').where('org_id', '=', ctx.orgId).where('id', '=', id).execute();

/** Tried again later; after the last try a person is told what could not be fetched. */
async function putOff(
  ctx: Ctx,
  { id, inboxId, code, ref, at, attempts }: Claimed,
  text: string,
): Promise<void> {
  if (attempts < triesAtMost) {
    const next = new Date(ctx.clock.now().getTime() + (pausesMs[attempts - 1] ?? 0));
    await ctx.db
      .updateTable('look_ups')
      .set({ next_at: next })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .execute();
    return;
  }
  const item = {
    kind: 'notice',
    code,
    level: 'warning',
    text: `${ref}: ${text}`,
    at: at.toISOString(),
  } as const;
  await writeNotices(ctx, [{ inboxId, item }]);
  await drop(ctx, id);
}

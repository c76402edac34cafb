import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { allDone } from '../../../kernel/db/all-done.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { takeFresh } from '../../inboxes/index.ts';
import type { Batch, ReadReceipt } from './batch.ts';
import { appliers, TooEarly } from './changes.ts';
import { emptyErased, erasedNote, speaksOfErased } from './erased.ts';
import { loadBatch } from './load.ts';
import { beginRound, foundNothing, haveRead } from './mark.ts';
import { applyMessage } from './messages.ts';
import { readReceipts } from './read.ts';
import { signalTyping } from './signals.ts';
import { isWaiting, letWait, waitingIds } from './waiting.ts';
import { writeBatch } from './write.ts';

/** A status for a message whose own answer is not written yet waits this long and this often. */
const earlyMs = 1000;
const earlyTries = 10;

/** Reads receipts of all organisations as they come, each organisation in order, several side by side. */
export function startIngest(kernel: Kernel): Tail {
  return loop(kernel, 'receipts', ingestStep(kernel));
}

/**
 * One step of the reading: what this process has just written for itself goes first, without a look, but never twice
 * in a row, so that what others wrote is not passed over while this process is kept busy. Answers the pause (ms).
 */
export function ingestStep(kernel: Kernel): () => Promise<number | null> {
  let isLookDue = true;
  return async () => {
    const fresh = takeFresh(kernel);
    if (fresh.length === 0 || isLookDue) {
      isLookDue = false;
      return ingestRound(kernel);
    }
    isLookDue = true;
    const after = beginRound(kernel);
    await Promise.all(fresh.map((orgId) => ingestOrganisation(kernel, orgId, after)));
    return 0;
  };
}

/** One look for receipts, and a batch of each organisation that has any. Answers the pause (ms) before the next look. */
export async function ingestRound(kernel: Kernel): Promise<number | null> {
  const after = beginRound(kernel);
  const orgs = await kernel.database.asSystem((db) =>
    db
      .selectFrom('receipts')
      .select('org_id')
      .distinct()
      .where('state', '=', 'new')
      .where('n', '>', after)
      .limit(200)
      .execute(),
  );
  const more = await Promise.all(orgs.map((row) => ingestOrganisation(kernel, row.org_id, after)));
  if (more.every((state) => state === 'done')) foundNothing(kernel);
  if (more.includes('more')) return 0;
  return more.includes('early') ? earlyMs : null;
}

/** `more`: there may be more to read at once; `early`: some wait for something that is still to come. */
export type IngestState = 'done' | 'more' | 'early';

/**
 * Reads one organisation's new receipts in one batch: one load, decisions in memory, one write. A batch that fails is
 * taken apart, so that one poison receipt is set aside and the rest goes on.
 */
export async function ingestOrganisation(kernel: Kernel, orgId: string, after = 0): Promise<IngestState> {
  const receipts = await readReceipts(kernel, orgId, { except: waitingIds(kernel, orgId), after });
  haveRead(
    kernel,
    receipts.map((receipt) => receipt.n),
  );
  if (receipts.length === 0) return isWaiting(kernel, orgId) ? 'early' : 'done';
  signalTyping(kernel, receipts);
  return applyAll(kernel, orgId, receipts);
}

async function applyAll(kernel: Kernel, orgId: string, receipts: ReadReceipt[]): Promise<IngestState> {
  try {
    return await applyTogether(kernel, orgId, receipts);
  } catch (error) {
    if (isPassing(error)) throw error;
    if (receipts.length === 1 && receipts[0]) {
      await setAside(kernel, receipts[0], error as Error);
      return 'more';
    }
    kernel.log.warn('a batch of receipts failed and is taken apart', { error, count: receipts.length });
  }
  for (const receipt of receipts) await applyAll(kernel, orgId, [receipt]);
  return 'more';
}

/** Faults of the database or network, not of the receipt: the whole is tried again later. */
function isPassing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    /^(08|40|53|57|58)/.test(code) || ['unavailable', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code)
  );
}

const applyTogether = (kernel: Kernel, orgId: string, receipts: ReadReceipt[]): Promise<IngestState> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const open = await lockOpen(ctx, receipts);
    if (open.length === 0) return 'more';
    const batch = await loadBatch(ctx, open);
    const done: Settled[] = [];
    for (const receipt of open) done.push(await applyReceipt(batch, receipt));
    // On one connection, in this order, without waiting in between.
    await allDone([writeBatch(batch), settle(ctx, done)]);
    return done.some((item) => item.state === 'new') ? 'early' : 'more';
  });

/** One process at a time per organisation, and only receipts that are still new. */
async function lockOpen(ctx: Ctx, receipts: ReadReceipt[]): Promise<ReadReceipt[]> {
  const [, rows] = await Promise.all([
    ctx.client.query({
      name: 'ingest_lock',
      text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 1))',
      values: [ctx.orgId],
    }),
    ctx.client.query<{ id: string }>({
      name: 'ingest_open',
      text: `SELECT id FROM receipts WHERE org_id = $1 AND id = ANY($2) AND state = 'new'`,
      values: [ctx.orgId, receipts.map((receipt) => receipt.id)],
    }),
  ]);
  const open = new Set(rows.rows.map((row) => row.id));
  return receipts.filter((receipt) => open.has(receipt.id));
}

type Settled = { receipt: ReadReceipt; state: 'done' | 'poison' | 'new'; note: string | null };

async function applyReceipt(batch: Batch, receipt: ReadReceipt): Promise<Settled> {
  if (receipt.error !== null) return { receipt, state: 'poison', note: receipt.error.slice(0, 2000) };
  const notes: string[] = [];
  for (const item of receipt.items) {
    try {
      const note = await applyItem(batch, receipt, item);
      if (note) notes.push(note);
    } catch (error) {
      if (!(error instanceof TooEarly)) throw error;
      const waited = batch.now.getTime() - receipt.receivedAt.getTime();
      if (waited < earlyMs * earlyTries) {
        letWait(batch.ctx, receipt.id, earlyMs);
        return { receipt, state: 'new', note: null };
      }
      notes.push(error.message);
    }
  }
  return {
    receipt,
    state: 'done',
    note: notes.length > 0 ? [...new Set(notes)].join('; ').slice(0, 2000) : null,
  };
}

/** What was erased stays erased: nothing late is read again, and its bytes go, too. */
async function applyItem(
  batch: Batch,
  receipt: ReadReceipt,
  item: ReadReceipt['items'][number],
): Promise<string | null> {
  if (speaksOfErased(batch, receipt, item)) return erasedNote;
  return item.kind === 'message' ? applyMessage(batch, receipt, item) : applyOther(batch, receipt, item);
}

function applyOther(
  batch: Batch,
  receipt: ReadReceipt,
  item: Exclude<ReadReceipt['items'][number], { kind: 'message' }>,
): string | null {
  const apply = appliers[item.kind] as (batch: Batch, receipt: ReadReceipt, item: unknown) => string | null;
  return apply(batch, receipt, item);
}

async function settle(ctx: Ctx, settled: Settled[]): Promise<void> {
  const finished = settled.filter((item) => item.state !== 'new');
  if (finished.length === 0) return;
  const inboxes = [
    ...new Set(finished.filter((item) => item.state === 'done').map((item) => item.receipt.inbox.id)),
  ];
  const erased = finished.filter(({ note }) => note?.includes(erasedNote)).map(({ receipt }) => receipt.id);
  await Promise.all([
    ...emptyErased(ctx, erased),
    ctx.client.query({
      name: 'settle_receipts',
      text: `UPDATE receipts r SET state = s.state, error = CASE WHEN s.state = 'poison' THEN s.note END,
               note = CASE WHEN s.state = 'done' THEN s.note END, attempts = r.attempts + 1, processed_at = $2
             FROM unnest($3::uuid[], $4::text[], $5::text[]) AS s(id, state, note)
             WHERE r.org_id = $1 AND r.id = s.id`,
      values: [
        ctx.orgId,
        ctx.clock.now(),
        finished.map((item) => item.receipt.id),
        finished.map((item) => item.state),
        finished.map((item) => item.note),
      ],
    }),
    ctx.client.query({
      name: 'inboxes_last_in',
      // Health needs minutes, not milliseconds: one write a second per inbox at most.
      text: `UPDATE inboxes SET last_in_at = $2 WHERE org_id = $1 AND id = ANY($3)
             AND (last_in_at IS NULL OR last_in_at < $2::timestamptz - interval '1 second')`,
      values: [ctx.orgId, ctx.clock.now(), inboxes],
    }),
  ]);
}

/** Poison: kept with its error, shown on the inbox's page, replayable; the next one goes on. */
async function setAside(kernel: Kernel, receipt: ReadReceipt, error: Error): Promise<void> {
  kernel.log.error('a receipt is poison', { error, receiptId: receipt.id, inboxId: receipt.inbox.id });
  await inTransaction(kernel, systemActor(receipt.inbox.orgId), (ctx) =>
    settle(ctx, [{ receipt, state: 'poison', note: error.message.slice(0, 2000) }]),
  );
}

import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { hasKeptDemand } from '../../sac/index.ts';
import { isHeld } from '../holds/standing.ts';
import { scopeOf } from '../subjects/scope.ts';
import { eraseGroup } from './erase-group.ts';
import { needlesOf } from './needles.ts';
import { emptyReceipts, emptyUnsearchable, type ReceiptPlace, receiptsSince } from './traces.ts';

const triesAtMost = 5;
/** An erasure that was taken and not finished is taken again after this long (s). */
const leaseSeconds = 600;

type Job = { orgId: string; id: string };
type Taken = { root: string; needles: string[]; startedAt: Date };

/** Does the erasures that were confirmed. Answers after how many milliseconds to look again; null: when there is one. */
export async function runErasures(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now();
  const waiting = await kernel.database.asSystem((db) =>
    db
      .selectFrom('erasures')
      .select(['org_id', 'id', 'next_at'])
      .where('state', '=', 'queued')
      .limit(20)
      .execute(),
  );
  for (const row of waiting) if (row.next_at <= now) await erase(kernel, { orgId: row.org_id, id: row.id });
  return waiting.length > 0 ? 5000 : null;
}

const inOrg = <T>(kernel: Kernel, { orgId }: Job, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(orgId), work);

async function erase(kernel: Kernel, job: Job): Promise<void> {
  try {
    const taken = await inOrg(kernel, job, (ctx) => take(ctx, job.id));
    if (!taken) return;
    // The long part goes before, in steps: what came since is looked through once more in the end.
    for (let after: ReceiptPlace | null = receiptsSince(kernel); after && taken.needles.length > 0; ) {
      const from: ReceiptPlace = after;
      const step = await inOrg(kernel, job, (ctx) =>
        emptyReceipts(ctx, { needles: taken.needles, after: from }),
      );
      after = step.next;
    }
    await inOrg(kernel, job, (ctx) => finish(ctx, job.id, taken));
  } catch (error) {
    kernel.log.error('an erasure failed', { error, ...job });
    await inOrg(kernel, job, (ctx) => fail(ctx, job.id));
  }
}

async function take(ctx: Ctx, id: string): Promise<Taken | null> {
  const now = ctx.clock.now();
  const { rows } = await sql<{ customer_id: string; held: boolean }>`
    UPDATE erasures e SET attempts = e.attempts + 1, next_at = ${new Date(now.getTime() + leaseSeconds * 1000)}
    FROM customers c WHERE e.org_id = ${ctx.orgId} AND e.id = ${id} AND e.state = 'queued' AND e.next_at <= ${now}
      AND c.org_id = e.org_id AND c.id = e.customer_id
    RETURNING c.canonical_id AS customer_id, (${isHeld(ctx, sql.ref('c.canonical_id'))} OR ${hasKeptDemand(ctx, sql.ref('c.canonical_id'))}) AS held`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) return null;
  if (row.held) {
    await settle(ctx, id, { state: 'blocked', root: row.customer_id });
    return null;
  }
  const scope = await scopeOf(ctx, row.customer_id);
  return { root: row.customer_id, needles: await needlesOf(ctx, scope), startedAt: now };
}

async function finish(ctx: Ctx, id: string, { startedAt }: Taken): Promise<void> {
  // The root of now: a merge of this moment takes the whole group along.
  const { rows } = await sql<{ root: string; held: boolean }>`
    SELECT c.id AS root, (${isHeld(ctx, sql.ref('c.canonical_id'))} OR ${hasKeptDemand(ctx, sql.ref('c.canonical_id'))}) AS held FROM erasures e
    JOIN customers o ON o.org_id = e.org_id AND o.id = e.customer_id
    JOIN customers c ON c.org_id = o.org_id AND c.id = o.canonical_id
    WHERE e.org_id = ${ctx.orgId} AND e.id = ${id} AND e.state = 'queued' FOR UPDATE OF c`.execute(ctx.db);
  const [row] = rows;
  if (!row) return;
  if (row.held) return settle(ctx, id, { state: 'blocked', root: row.root });
  const { members } = await scopeOf(ctx, row.root);
  const report = await eraseGroup(ctx, { members, receiptsFrom: new Date(startedAt.getTime() - 60_000) });
  await sql`UPDATE erasures SET state = 'done', done_at = ${ctx.clock.now()}, member_ids = ${members}::uuid[],
    report = ${JSON.stringify(report)}::jsonb WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  await sql`UPDATE privacy_requests SET state = 'done', closed_at = ${ctx.clock.now()} WHERE org_id = ${ctx.orgId}
    AND state NOT IN ('done', 'refused', 'expired') AND (customer_id = ANY (${members}::uuid[])
      OR id = (SELECT request_id FROM erasures WHERE org_id = ${ctx.orgId} AND id = ${id}))`.execute(ctx.db);
  ctx.audit({
    action: 'privacy.erased',
    subject: { kind: 'customer', id: row.root },
    facts: { erasureId: id, members, ...report },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'erasure', customerId: row.root } });
}

async function settle(ctx: Ctx, id: string, to: { state: 'blocked'; root: string }): Promise<void> {
  await sql`UPDATE erasures SET state = ${to.state} WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(
    ctx.db,
  );
  ctx.audit({
    action: 'privacy.erasure_blocked',
    subject: { kind: 'customer', id: to.root },
    facts: { erasureId: id },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'erasure', customerId: to.root } });
}

async function fail(ctx: Ctx, id: string): Promise<void> {
  await sql`UPDATE erasures SET state = CASE WHEN attempts >= ${triesAtMost} THEN 'failed' ELSE 'queued' END,
    error = 'failed', next_at = ${new Date(ctx.clock.now().getTime() + 60_000)}
    WHERE org_id = ${ctx.orgId} AND id = ${id} AND state = 'queued'`.execute(ctx.db);
}

/**
 * After a restore: whose key is destroyed was erased, and the backup does not know it. Their rows are empty already; what
 * they wrote in conversations of others, and their files, go now. Raw receipts and kept answers can no longer be searched for
 * their addresses, so all of them go. Answers how many were erased again.
 */
export async function eraseAgain(kernel: Kernel): Promise<number> {
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  let count = 0;
  for (const { id: orgId } of orgs) {
    count += await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      const { rows } = await sql<{ id: string }>`
        SELECT c.id FROM subject_keys k JOIN customers c ON c.org_id = k.org_id AND c.id = k.subject_id
        WHERE k.org_id = ${orgId} AND k.destroyed_at IS NOT NULL AND c.erased_at IS NULL LIMIT 1000`.execute(
        ctx.db,
      );
      if (rows.length === 0) return 0;
      await eraseGroup(ctx, { members: rows.map(({ id }) => id) });
      await emptyUnsearchable(ctx);
      return rows.length;
    });
  }
  return count;
}

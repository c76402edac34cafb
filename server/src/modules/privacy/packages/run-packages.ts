import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { dropBytes } from '../erasure/files.ts';
import { openPackage } from './write-package.ts';

const triesAtMost = 3;
const leaseSeconds = 1800;
/** Days a package may be fetched; then it goes. */
export const packageDays = 7;

type Job = { orgId: string; id: string };

/** Makes the packages that were asked for. Answers after how many milliseconds to look again; null: when one is asked. */
export async function runPackages(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now();
  const waiting = await kernel.database.asSystem((db) =>
    db
      .selectFrom('privacy_packages')
      .select(['org_id', 'id', 'next_at'])
      .where('state', 'in', ['queued', 'working'])
      .limit(20)
      .execute(),
  );
  for (const row of waiting) if (row.next_at <= now) await make(kernel, { orgId: row.org_id, id: row.id });
  return waiting.length > 0 ? 5000 : null;
}

const inOrg = <T>(kernel: Kernel, { orgId }: Job, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(orgId), work);

async function make(kernel: Kernel, job: Job): Promise<void> {
  const root = await inOrg(kernel, job, (ctx) => take(ctx, job.id));
  if (!root) return;
  try {
    const received = await kernel.files.receive(await openPackage(kernel, { orgId: job.orgId, root }));
    const { hash, size } = received;
    await kernel.files.keep(job.orgId, received);
    const kept = await inOrg(kernel, job, (ctx) => finish(ctx, job.id, { hash, size }));
    // Erased meanwhile: nobody gets it.
    if (!kept) await dropBytes(kernel, job.orgId, [hash]);
  } catch (error) {
    kernel.log.error('a package could not be made', { error, ...job });
    await inOrg(kernel, job, (ctx) => fail(ctx, job.id));
  }
}

async function take(ctx: Ctx, id: string): Promise<string | null> {
  const now = ctx.clock.now();
  const { rows } = await sql<{ root: string }>`
    UPDATE privacy_packages p SET state = 'working', attempts = p.attempts + 1,
      next_at = ${new Date(now.getTime() + leaseSeconds * 1000)}
    FROM customers c WHERE p.org_id = ${ctx.orgId} AND p.id = ${id} AND p.state IN ('queued', 'working') AND p.next_at <= ${now}
      AND c.org_id = p.org_id AND c.id = p.customer_id RETURNING c.canonical_id AS root`.execute(ctx.db);
  return rows[0]?.root ?? null;
}

async function finish(ctx: Ctx, id: string, file: { hash: Buffer; size: number }): Promise<boolean> {
  const now = ctx.clock.now();
  const { rows } = await sql<{ customer_id: string }>`SELECT p.customer_id FROM privacy_packages p
    JOIN customers c ON c.org_id = p.org_id AND c.id = p.customer_id AND c.erased_at IS NULL
    WHERE p.org_id = ${ctx.orgId} AND p.id = ${id} AND p.state = 'working' FOR UPDATE OF p`.execute(ctx.db);
  if (!rows[0]) return false;
  const fileId = ctx.ids.uuid();
  await ctx.db
    .insertInto('files')
    .values({ org_id: ctx.orgId, id: fileId, ...file, type: 'application/zip', created_at: now })
    .execute();
  const expires = new Date(now.getTime() + packageDays * 86_400_000);
  await ctx.db
    .updateTable('privacy_packages')
    .set({ state: 'ready', file_id: fileId, size: file.size, ready_at: now, expires_at: expires })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  ctx.audit({
    action: 'privacy.package_ready',
    subject: { kind: 'customer', id: rows[0].customer_id },
    facts: { packageId: id, size: file.size },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'packages', customerId: rows[0].customer_id } });
  return true;
}

async function fail(ctx: Ctx, id: string): Promise<void> {
  await sql`UPDATE privacy_packages SET state = CASE WHEN attempts >= ${triesAtMost} THEN 'failed' ELSE 'queued' END,
    next_at = ${new Date(ctx.clock.now().getTime() + 60_000)}
    WHERE org_id = ${ctx.orgId} AND id = ${id} AND state = 'working'`.execute(ctx.db);
}

/** Packages that ended: their files go. Answers the hashes whose bytes may be nobody's now. */
export async function dropEnded(ctx: Ctx): Promise<Buffer[]> {
  const { rows } = await sql<{ id: string; file_id: string | null }>`
    SELECT id, file_id FROM privacy_packages WHERE org_id = ${ctx.orgId} AND state = 'ready'
      AND expires_at < ${ctx.clock.now()} LIMIT 500 FOR UPDATE SKIP LOCKED`.execute(ctx.db);
  const files = rows.flatMap(({ file_id }) => (file_id ? [file_id] : []));
  await sql`UPDATE privacy_packages SET state = 'expired', file_id = NULL
    WHERE org_id = ${ctx.orgId} AND id = ANY (${rows.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
  const gone = await sql<{ hash: Buffer }>`
    DELETE FROM files WHERE org_id = ${ctx.orgId} AND id = ANY (${files}::uuid[]) RETURNING hash`.execute(
    ctx.db,
  );
  return gone.rows.map(({ hash }) => hash);
}

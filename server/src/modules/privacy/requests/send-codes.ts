import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { sendCodeTo } from '../../conversations/index.ts';
import type { CheckedIdentity } from '../../customers/index.ts';
import { keysOf } from './submit-request.ts';

/** Requests of one address that are sent a code in a day. */
const codesPerDay = 5;

type Job = { orgId: string; id: string };
type Found = CheckedIdentity & { checkOf: string };

/** Sends codes for requests of the public page to addresses that are known. Answers the pause; null until one comes. */
export async function sendCodes(kernel: Kernel): Promise<number | null> {
  const waiting = await kernel.database.asSystem((db) =>
    db
      .selectFrom('privacy_requests')
      .select(['org_id', 'id'])
      .where('state', '=', 'unproven')
      .where('sent_at', 'is', null)
      .orderBy('created_at')
      .limit(50)
      .execute(),
  );
  for (const row of waiting) await sendOne(kernel, { orgId: row.org_id, id: row.id });
  return waiting.length === 50 ? 0 : null;
}

async function sendOne(kernel: Kernel, job: Job): Promise<void> {
  const inOrg = <T>(work: (ctx: Ctx) => Promise<T>) => inTransaction(kernel, systemActor(job.orgId), work);
  const sent = await inOrg((ctx) => tryOne(ctx, job.id)).catch((error: unknown) => {
    // Too often, no inbox that writes there, asked for no messages: who asks is told nothing of it.
    kernel.log.info('a code for a privacy request was not sent', { error: String(error), ...job });
    return false;
  });
  if (!sent) await inOrg((ctx) => markSent(ctx, job.id));
}

const markSent = (ctx: Ctx, id: string, more: object = {}): Promise<unknown> =>
  ctx.db
    .updateTable('privacy_requests')
    .set({ sent_at: ctx.clock.now(), ...more })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .execute();

async function tryOne(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql<{ address: string | null; lately: number }>`
    SELECT q.address, (SELECT count(*)::int FROM privacy_requests o WHERE o.org_id = q.org_id AND o.match_hash = q.match_hash
      AND o.created_at > ${new Date(ctx.clock.now().getTime() - 86_400_000)} AND o.id <> q.id AND o.sent_at IS NOT NULL) AS lately
    FROM privacy_requests q WHERE q.org_id = ${ctx.orgId} AND q.id = ${id} AND q.sent_at IS NULL FOR UPDATE OF q SKIP LOCKED`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row?.address || row.lately >= codesPerDay) return false;
  const identity = await identityFor(ctx, keysOf(ctx, row.address));
  if (!identity) return false;
  const { checkId } = await sendCodeTo(ctx, identity);
  await markSent(ctx, id, { identity_id: identity.id, check_id: checkId, address_kind: identity.kind });
  return true;
}

/** The address as it is known: its proven holder's, else the one that wrote last. */
async function identityFor(ctx: Ctx, keys: readonly string[]): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    SELECT i.id, c.canonical_id AS "rootId", i.kind, i.source, coalesce(r.locale, o.locale) AS locale, r.name, o.name AS firm
    FROM identities i JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id
    JOIN organisations o ON o.id = i.org_id
    WHERE i.org_id = ${ctx.orgId} AND i.match_key = ANY (${keys}::text[]) AND i.ended_at IS NULL
    ORDER BY (i.verified_at IS NULL), (SELECT max(l.last_inbound_at) FROM legs l WHERE l.org_id = i.org_id
      AND l.identity_id = i.id) DESC NULLS LAST, i.created_at LIMIT 1`.execute(ctx.db);
  return rows[0];
}

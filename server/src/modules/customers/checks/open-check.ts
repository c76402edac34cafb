import type { CheckWay } from '@meada/contract/routes/identities';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, found, refused } from '../../../kernel/errors.ts';
import { lockIdentities } from '../store.ts';
import { checkMinutes, checkPause, checksPerDay } from './rules.ts';

export type OpenedCheck = { id: string; expiresAt: Date };

export type CheckedIdentity = {
  id: string;
  rootId: string;
  kind: string;
  source: string;
  locale: string;
  name: string | null;
  firm: string;
};

/** An address of this customer that may be proven by writing to it. Throws `not_found`, `refused`. */
export async function checkable(
  ctx: Ctx,
  { customerId, identityId }: { customerId: string; identityId: string },
): Promise<CheckedIdentity> {
  type Row = CheckedIdentity & { proven: boolean; ended: boolean };
  const result = await sql<Row>`
    SELECT i.id, c.canonical_id AS "rootId", i.kind, i.source, coalesce(r.locale, o.locale) AS locale, r.name, o.name AS firm,
      i.verified_at IS NOT NULL AS proven, i.ended_at IS NOT NULL AS ended
    FROM identities i JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id
    JOIN customers asked ON asked.org_id = i.org_id AND asked.id = ${customerId} AND asked.canonical_id = c.canonical_id
    JOIN organisations o ON o.id = i.org_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId}`.execute(ctx.db);
  const row = found(result.rows[0], 'address');
  if (row.ended) throw refused('This address is theirs no longer.', 'params.identityId');
  if (row.proven) throw refused('This address is proven already.', 'params.identityId');
  return row;
}

/**
 * Opens a check of an address; one that stood is closed by it. The same address is written to a few times a day at most,
 * whoever asks and under whichever customer it stands (LESSONS B10). Throws `too_many`.
 */
export async function openCheck(
  ctx: Ctx,
  { identityId, way, inboxId }: { identityId: string; way: CheckWay; inboxId: string },
): Promise<OpenedCheck> {
  await lockIdentities(ctx);
  const now = ctx.clock.now();
  const { rows } = await sql<{ today: number; last: Date | null }>`
    SELECT count(*)::int AS today, max(k.created_at) AS last FROM identities i
    JOIN identities same ON same.org_id = i.org_id AND same.match_key = i.match_key
    JOIN identity_checks k ON k.org_id = same.org_id AND k.identity_id = same.id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId}
      AND k.created_at > ${new Date(now.getTime() - 86_400_000)}`.execute(ctx.db);
  const { today = 0, last = null } = rows[0] ?? {};
  const pause = last ? checkPause - (now.getTime() - last.getTime()) / 1000 : 0;
  if (today >= checksPerDay || pause > 0)
    throw new Failure('too_many', 'This address was written to a moment ago, or too often today.', {
      retryAfter: today >= checksPerDay ? 3600 : Math.ceil(pause),
    });
  await ctx.db
    .updateTable('identity_checks')
    .set({ closed_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('identity_id', '=', identityId)
    .where('closed_at', 'is', null)
    .execute();
  const id = ctx.ids.uuid();
  const expiresAt = new Date(now.getTime() + checkMinutes[way] * 60_000);
  await ctx.db
    .insertInto('identity_checks')
    .values({
      org_id: ctx.orgId,
      id,
      identity_id: identityId,
      way,
      inbox_id: inboxId,
      created_by: ctx.actor.id,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { id, expiresAt };
}

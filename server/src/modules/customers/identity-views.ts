import type { Identity } from '@meada/contract/routes/customers';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { type IdentityRow, identityOf } from './addresses.ts';
import { triesAtMost } from './checks/rules.ts';
import { deadSince } from './dead.ts';
import { sharedAmong } from './shared.ts';

/** Identities of one group shown at most, those that ended included. */
const identitiesAtMost = 300;

type Row = IdentityRow & {
  verified_by: string | null;
  reason: string | null;
  since: Date;
  ended_at: Date | null;
  ended_reason: string | null;
  check_way: 'code' | 'link' | null;
  check_sent: Date;
  check_expires: Date;
  check_tries: number;
};

/** Every address of a group with its history: what it is and was, proven by what, by whom and when. */
export async function identitiesOf(
  ctx: Ctx,
  rootId: string,
): Promise<{ current: Identity[]; former: Identity[]; rows: IdentityRow[] }> {
  const now = ctx.clock.now();
  const result = await sql<Row>`
    SELECT i.id, i.kind, i.value, i.canonical, i.match_key, i.name, i.proof, i.verified_at, i.confidence, i.source,
      i.opted_out_at, i.undeliverable_reason, i.soft_bounces, ${deadSince('i')} AS undeliverable_at,
      p.name AS verified_by, i.reason, coalesce(i.valid_from, i.created_at) AS since, i.ended_at, i.ended_reason,
      k.way AS check_way, k.created_at AS check_sent, k.expires_at AS check_expires, k.tries AS check_tries
    FROM customers c JOIN identities i ON i.org_id = c.org_id AND i.customer_id = c.id
    LEFT JOIN members p ON p.org_id = i.org_id AND p.id = i.verified_by
    LEFT JOIN identity_checks k ON k.org_id = i.org_id AND k.identity_id = i.id AND k.closed_at IS NULL AND k.expires_at > ${now}
    WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = ${rootId}
    ORDER BY (i.verified_at IS NULL), i.created_at, i.id LIMIT ${identitiesAtMost}`.execute(ctx.db);
  const shared = await sharedAmong(
    ctx,
    result.rows.map((row) => row.match_key),
  );
  const shown = result.rows.map((row) => ({
    row,
    identity: fullIdentity(ctx, row, shared.has(row.match_key)),
  }));
  return {
    current: shown.filter(({ row }) => !row.ended_at).map(({ identity }) => identity),
    former: shown.filter(({ row }) => row.ended_at).map(({ identity }) => identity),
    rows: result.rows.filter((row) => !row.ended_at),
  };
}

const fullIdentity = (ctx: Ctx, row: Row, shared: boolean): Identity => ({
  ...identityOf(ctx.ports.identityKinds, row),
  verifiedBy: row.verified_by,
  reason: row.reason,
  from: row.since.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  endedReason: row.ended_reason,
  shared,
  check: row.check_way && {
    way: row.check_way,
    sentAt: row.check_sent.toISOString(),
    expiresAt: row.check_expires.toISOString(),
    triesLeft: Math.max(0, triesAtMost - row.check_tries),
  },
});

import type { ChannelManifest } from '@meada/contract/channels';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { recordConsents } from '../../customers/index.ts';

/** Rows of the same address and kind as an identity: who left stays out, as whichever customer they are known. */
const sameAddress = (ctx: Ctx, identityId: string) => sql<boolean>`
  SELECT 1 FROM identities i JOIN identities o ON o.org_id = i.org_id AND o.match_key = i.match_key AND o.kind = i.kind
  WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId} AND o.opted_out_at IS NOT NULL`;

/** Refuses to write to an address whose holder asked for no more messages on such channels. */
export async function checkOptOut(
  ctx: Ctx,
  way: { manifest: ChannelManifest; identityId: string },
): Promise<void> {
  if (!way.manifest.capabilities.optOut) return;
  const { rows } = await sql<{
    out: boolean;
  }>`SELECT EXISTS (${sameAddress(ctx, way.identityId)}) AS out`.execute(ctx.db);
  if (rows[0]?.out)
    throw new Failure(
      'opted_out',
      'This address asked for no more messages; only its holder can take it back.',
      {
        field: 'body.legId',
      },
    );
}

/** The same for a leg that is there: a message that failed is not sent again to who left meanwhile. */
export async function checkOptOutOfLeg(ctx: Ctx, legId: string): Promise<void> {
  const { rows } = await sql<{ identity_id: string; channel: string }>`
    SELECT l.identity_id, x.channel FROM legs l JOIN inboxes x ON x.org_id = l.org_id AND x.id = l.inbox_id
    WHERE l.org_id = ${ctx.orgId} AND l.id = ${legId}`.execute(ctx.db);
  const manifest = rows[0] && ctx.ports.channels.get(rows[0].channel)?.manifest;
  if (rows[0] && manifest) await checkOptOut(ctx, { manifest, identityId: rows[0].identity_id });
}

/** The platform refused because the customer left there: our mark follows. */
export async function markOptedOut(ctx: Ctx, legId: string): Promise<void> {
  const result = await sql<{
    id: string;
    customer_id: string;
  }>`UPDATE identities o SET opted_out_at = ${ctx.clock.now()}
    FROM legs l JOIN identities i ON i.org_id = l.org_id AND i.id = l.identity_id
    WHERE l.org_id = ${ctx.orgId} AND l.id = ${legId} AND o.org_id = l.org_id AND o.match_key = i.match_key
      AND o.kind = i.kind AND o.opted_out_at IS NULL RETURNING o.id, o.customer_id`.execute(ctx.db);
  await recordConsents(
    ctx,
    result.rows.map(({ id, customer_id: customerId }) => ({
      ...{ customerId, purpose: null, identityId: id },
      ...{ state: 'withdrawn' as const, source: 'platform' as const },
    })),
  );
  for (const customerId of new Set(result.rows.map((row) => row.customer_id)))
    ctx.emit({ name: 'customer.changed', facts: { customerId } });
}

import type { InboundStatus } from '@meada/contract/channels';
import { keyAddress } from '../../customers/index.ts';
import { type Batch, type KnownMessage, participantKey } from './batch.ts';
import type { Undelivered } from './outcomes.ts';

/** Remembers what a status says of an address; true when only a receiver beside (Cc) was not reached. */
export function noteUndelivered(batch: Batch, known: KnownMessage, item: InboundStatus): boolean {
  const { address } = item.error ?? {};
  if (item.state !== 'failed' || !address) return false;
  const keyed = keyAddress(batch.ctx.ports.identityKinds, address.kind, address.value);
  if (!keyed || keyed.anonymous) return false;
  batch.writes.failures.push({
    conversationId: known.conversationId,
    matchKey: keyed.matchKey,
    hard: item.error?.permanent === true,
    reason: address.reason.slice(0, 64),
    at: batch.now,
  });
  const held = new Set((batch.identities.get(keyed.matchKey) ?? []).map((row) => row.id));
  const { conversationId } = known;
  const main = [...batch.legs.values()].some(
    (leg) => leg.conversationId === conversationId && held.has(leg.identityId),
  );
  return !main && [...held].some((id) => batch.participants.has(participantKey(conversationId, id)));
}

/** Writes the marks of a batch: one statement, and only when something failed. */
export async function writeUndelivered(
  batch: Pick<Batch, 'ctx'>,
  failures: readonly Undelivered[],
): Promise<void> {
  if (failures.length === 0) return;
  const { client, orgId } = batch.ctx;
  const rows = failures.map(({ conversationId, matchKey, hard, reason, at }) => ({
    conversation_id: conversationId,
    match_key: matchKey,
    hard,
    reason,
    at: at.toISOString(),
  }));
  const changed = await client.query<{ customer_id: string }>({
    name: 'write_undelivered',
    text: `WITH said AS (
        SELECT r.match_key, bool_or(r.hard) AS hard, count(*) FILTER (WHERE NOT r.hard) AS soft, max(r.at) AS at,
          (array_agg(r.reason ORDER BY r.hard DESC))[1] AS reason
        FROM jsonb_to_recordset($2::jsonb) AS r(conversation_id uuid, match_key text, hard boolean, reason text, at timestamptz)
        WHERE EXISTS (SELECT FROM identities h WHERE h.org_id = $1 AND h.match_key = r.match_key AND (
          EXISTS (SELECT FROM legs l WHERE l.org_id = $1 AND l.conversation_id = r.conversation_id AND l.identity_id = h.id)
          OR EXISTS (SELECT FROM participants p WHERE p.org_id = $1 AND p.conversation_id = r.conversation_id
            AND p.identity_id = h.id)))
        GROUP BY r.match_key)
      UPDATE identities i SET soft_bounces = i.soft_bounces + said.soft,
        undeliverable_at = CASE WHEN said.hard THEN said.at ELSE i.undeliverable_at END,
        undeliverable_reason = CASE WHEN said.hard THEN said.reason ELSE i.undeliverable_reason END
      FROM said WHERE i.org_id = $1 AND i.match_key = said.match_key RETURNING i.customer_id`,
    values: [orgId, JSON.stringify(rows)],
  });
  for (const customerId of new Set(changed.rows.map((row) => row.customer_id)))
    batch.ctx.emit({ name: 'customer.changed', facts: { customerId } });
}

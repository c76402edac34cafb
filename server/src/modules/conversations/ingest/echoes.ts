import type { InboundMessage } from '@meada/contract/channels';
import { Content, summaryOf } from '@meada/contract/content';
import type { Ctx } from '../../../kernel/ctx.ts';
import { keyAddress } from '../../customers/index.ts';
import type { Arriving, ReadReceipt } from './batch.ts';
import { TooEarly } from './changes.ts';
import { query } from './query.ts';
import { recordIds } from './record.ts';

/** What the firm wrote outside, and what comes back of what it wrote here. */

type Unaddressed = { inboxId: string; item: InboundMessage; replyTo: string };

/**
 * Says whom an answer below a public message was written to: platforms tell only what it hangs on. Rewrites the batch in
 * place; asks the database only when there is such an echo.
 */
export async function addressEchoes(ctx: Ctx, receipts: readonly ReadReceipt[]): Promise<void> {
  const found = receipts.flatMap(({ inbox, items }): Unaddressed[] =>
    items.flatMap((item) => {
      const [replyTo] = item.kind === 'message' && item.echo && !item.to ? (item.replyTo ?? []) : [];
      return item.kind === 'message' && replyTo ? [{ inboxId: inbox.id, item, replyTo }] : [];
    }),
  );
  if (found.length === 0) return;
  const { rows } = await ctx.client.query<{ asked: number; kind: string; value: string }>({
    name: 'ingest_echo_addressees',
    text: `SELECT asked.n::integer AS asked, i.kind, i.value
      FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS asked(inbox_id, external_id, n)
      JOIN external_ids x ON x.org_id = $1 AND x.inbox_id = asked.inbox_id AND x.external_id = asked.external_id
      JOIN messages m ON m.org_id = $1 AND m.id = x.message_id
      JOIN legs l ON l.org_id = $1 AND l.id = m.leg_id
      JOIN identities i ON i.org_id = $1 AND i.id = l.identity_id`,
    values: [
      ctx.orgId,
      found.map((one) => one.inboxId),
      found.map((one) => one.replyTo.replaceAll('\u0000', '')),
    ],
  });
  for (const { asked, kind, value } of rows) {
    const one = found[asked - 1];
    if (one) one.item.to = { kind, value };
  }
}

type Sending = {
  id: string;
  state: string;
  message_id: string;
  conversation_id: string;
  leg_id: string | null;
  content: unknown;
};

/**
 * An echo of what is just being sent comes before the answer to our request is written: it waits a moment (`TooEarly`).
 * One that says what a dispatch of unknown outcome says settles it, also when a person has said that it arrived. Answers the
 * note, or null for words of others.
 */
export async function meetOwn({ batch, inbox, item }: Arriving): Promise<string | null> {
  const keyed = item.to && keyAddress(batch.ctx.ports.identityKinds, item.to.kind, item.to.value);
  if (!keyed) return null;
  const rows = await query(batch)<Sending>(
    'own_echo',
    `WITH unsure AS (
       SELECT id, state, message_id, conversation_id, leg_id FROM dispatches
       WHERE org_id = $1 AND inbox_id = $2 AND state IN ('sending', 'unknown') AND external_id IS NULL
       UNION ALL
       SELECT id, state, message_id, conversation_id, leg_id FROM dispatches d
       WHERE org_id = $1 AND inbox_id = $2 AND state = 'sent' AND external_id LIKE 'hand:%'
         AND NOT EXISTS (SELECT FROM external_ids x WHERE x.org_id = $1 AND x.message_id = d.message_id))
     SELECT u.id, u.state, u.message_id, u.conversation_id, u.leg_id, m.content FROM unsure u
     JOIN legs l ON l.org_id = $1 AND l.id = u.leg_id AND l.side = $4
     JOIN identities i ON i.org_id = $1 AND i.id = l.identity_id AND i.match_key = $3
     JOIN messages m ON m.org_id = $1 AND m.id = u.message_id
     UNION ALL
     SELECT x.message_id, 'known', x.message_id, m.conversation_id, NULL, m.content FROM external_ids x
     JOIN messages m ON m.org_id = $1 AND m.id = x.message_id
     WHERE x.org_id = $1 AND x.inbox_id = $2 AND x.external_id = $5 LIMIT 50`,
    [
      batch.ctx.orgId,
      inbox.id,
      keyed.matchKey,
      item.public ? 'public' : 'private',
      item.externalId.replaceAll('\u0000', ''),
    ],
  );
  // Written between the batch's load and now: one look at both cannot miss it.
  if (rows.some((row) => row.state === 'known')) return 'double';
  if (rows.some((row) => row.state === 'sending')) throw new TooEarly('echo of what is being sent');
  const said = summaryOf(item.content);
  const own = rows.find((row) => said !== '' && summaryOf(Content.parse(row.content)) === said);
  if (!own) return null;
  const { message_id: messageId, conversation_id: conversationId } = own;
  const ids = { inboxId: inbox.id, externalIds: [item.externalId] };
  recordIds(batch, ids, { messageId, conversationId, outbound: true });
  batch.writes.dispatchChanges.push({
    id: own.id,
    state: 'sent',
    error_code: null,
    error_text: null,
    updated_at: batch.now,
  });
  if (item.public && own.leg_id) batch.writes.answeredLegs.add(own.leg_id);
  batch.ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what: 'dispatch' } });
  return 'settles what nobody knew';
}

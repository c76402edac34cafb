import type { InboundSignal } from '@meada/contract/channels';
import type { Ctx } from '../../../kernel/ctx.ts';
import { keyAddress } from '../../customers/index.ts';
import type { ReadReceipt } from './batch.ts';

/** So many last messages of a conversation are looked at; what is older stays as it is. */
const atMost = 100;

type Mark = { receipt: ReadReceipt; item: InboundSignal; matchKey: string };

/**
 * A read mark is true of everything written before it, and some platforms name only the instant: it becomes one for each
 * message of ours that the reader had not read. Rewrites the batch in place; asks the database only when there is one.
 */
export async function spreadReadMarks(ctx: Ctx, receipts: readonly ReadReceipt[]): Promise<void> {
  const marks = receipts.flatMap((receipt) =>
    receipt.items.flatMap((item): Mark[] => {
      if (item.kind !== 'signal' || item.signal !== 'read') return [];
      const keyed = keyAddress(ctx.ports.identityKinds, item.from.kind, item.from.value);
      return keyed ? [{ receipt, item, matchKey: keyed.matchKey }] : [];
    }),
  );
  if (marks.length === 0) return;
  const { rows } = await ctx.client.query<{ asked: number; external_id: string }>({
    name: 'ingest_read_marks',
    text: `SELECT asked.n::integer AS asked, d.external_id
      FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) WITH ORDINALITY AS asked(inbox_id, match_key, at, n)
      CROSS JOIN LATERAL (
        SELECT d.external_id FROM identities i
        JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id AND l.inbox_id = asked.inbox_id AND l.side = 'private'
        CROSS JOIN LATERAL (SELECT m.id, m.leg_id, m.at FROM messages m
          WHERE m.org_id = i.org_id AND m.conversation_id = l.conversation_id ORDER BY m.seq DESC LIMIT ${atMost}) AS m
        JOIN dispatches d ON d.org_id = i.org_id AND d.message_id = m.id
        WHERE i.org_id = $1 AND i.match_key = asked.match_key AND m.leg_id = l.id AND m.at <= asked.at
          AND d.state IN ('sent', 'delivered') AND d.external_id IS NOT NULL) AS d`,
    values: [
      ctx.orgId,
      marks.map((mark) => mark.receipt.inbox.id),
      marks.map((mark) => mark.matchKey),
      marks.map((mark) => mark.item.at),
    ],
  });
  for (const { asked, external_id: upTo } of rows) {
    const mark = marks[asked - 1];
    if (mark && mark.item.upTo !== upTo) mark.receipt.items.push({ ...mark.item, upTo });
  }
}

import type { InboundMessage } from '@meada/contract/channels';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { ReadReceipt } from './batch.ts';
import { proves } from './senders.ts';

/**
 * A mail that somebody of the firm hands on is its author's matter, not the colleague's: it is taken as if the author had
 * written it. Only a proven sender who is a person or an inbox of the firm, or whom the inbox's settings name, is
 * believed; the author stays unproven, so nothing of theirs is opened by it (LESSONS 39, 42).
 */
type Credited = InboundMessage & { forwarded: NonNullable<InboundMessage['forwarded']> };

const isForward = (item: ReadReceipt['items'][number]): item is Credited =>
  item.kind === 'message' && item.forwarded !== undefined && !item.echo && proves(item.proof);

/** Rewrites the forwards of a batch in place; asks the database only when there are some. */
export async function creditForwards(ctx: Ctx, receipts: readonly ReadReceipt[]): Promise<void> {
  const items = receipts.flatMap((receipt) => receipt.items).filter(isForward);
  if (items.length === 0) return;
  const asked = [...new Set(items.map((item) => item.from.value.toLowerCase()))];
  const { rows } = await ctx.client.query<{ address: string }>({
    name: 'own_addresses',
    text: `SELECT lower(email) AS address FROM members WHERE org_id = $1 AND active AND lower(email) = ANY($2)
      UNION SELECT lower(address) FROM inboxes WHERE org_id = $1 AND lower(address) = ANY($2)`,
    values: [ctx.orgId, asked],
  });
  const ours = new Set(rows.map((row) => row.address));
  for (const item of items)
    if (item.forwarded.trusted || ours.has(item.from.value.toLowerCase())) credit(item);
}

function credit(item: Credited): void {
  const { author, subject, text, html, proof } = item.forwarded;
  // What was found of the colleague says nothing of the author.
  const { verifiedBy, spf, dkim, dmarc, ...facts } = item.facts ?? {};
  const by = item.from.name ? `${item.from.name} <${item.from.value}>` : item.from.value;
  const whole = item.fullText ?? ('text' in item.content ? item.content.text : undefined);
  Object.assign(item, {
    from: author,
    proof: proof ?? 'none',
    aliases: undefined,
    claims: undefined,
    others: undefined,
    // The colleague's thread is not the author's.
    replyTo: undefined,
    tokens: undefined,
    outsideThread: undefined,
    forwarded: undefined,
    subject: subject || item.subject,
    content: { v: 1, kind: 'text', text },
    fullText: whole,
    html: html ?? item.html,
    facts: { ...facts, forwardedBy: by.slice(0, 512), ...(proof ? { verifiedBy: proof } : {}) },
  });
}

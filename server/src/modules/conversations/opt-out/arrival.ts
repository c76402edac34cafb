import type { Locale } from '@meada/contract/primitives';
import type { Ctx } from '../../../kernel/ctx.ts';
import { jsonOf } from '../../../kernel/db/bulk.ts';
import { recordConsents } from '../../customers/index.ts';
import { answerBySystem } from '../ingest/answer-by-system.ts';
import type { Arriving, ConversationState, LegState, OptOutMark } from '../ingest/batch.ts';
import { recordMessage } from '../ingest/record.ts';
import type { Sender } from '../ingest/senders.ts';
import { askedBy, confirmations } from './rules.ts';

type Place = { conversation: ConversationState; leg: LegState; sender: Sender; messageId: string };

/**
 * Whether the message ended the writing or took it up again; then the address is marked, the thread says so, and the
 * customer gets one confirmation (none where the platform gave it, none for saying it twice).
 */
export function takeOptOut(arriving: Arriving, place: Place): boolean {
  const { batch, inbox, item } = arriving;
  if (!inbox.plugin.manifest.capabilities.optOut || item.echo || item.public) return false;
  const { identity } = place.sender;
  const rows = (batch.identities.get(identity.matchKey) ?? []).filter((row) => row.kind === identity.kind);
  const isOut = rows.some((row) => row.optedOut);
  const text = item.content.kind === 'text' ? item.content.text : '';
  const asked = item.optOut ?? askedBy(text, isOut);
  if (!asked) return false;
  if ((asked === 'out') === isOut) return true;
  for (const row of [...rows, identity]) {
    row.optedOut = asked === 'out';
    batch.writes.optOuts.set(row.id, {
      at: asked === 'out' ? batch.now : null,
      messageId: place.messageId,
      byPlatform: item.optOut !== undefined,
    });
  }
  batch.ctx.emit({ name: 'customer.changed', facts: { customerId: place.sender.customerId } });
  recordMessage(batch, place.conversation, {
    at: batch.now,
    authorKind: 'system',
    visibility: 'internal',
    inboxId: inbox.id,
    content: { v: 1, kind: 'system', code: `opted_${asked}`, values: { channel: inbox.channel } },
  });
  if (!item.optOut) confirm(arriving, place, asked);
  return true;
}

function confirm({ batch, inbox }: Arriving, { conversation, leg }: Place, asked: 'out' | 'in'): void {
  const texts = confirmations[asked];
  const text = texts[batch.org.locale as Locale] ?? texts['pt-BR'];
  answerBySystem(batch, { conversation, leg, inboxId: inbox.id }, text);
}

/** Writes the marks of a batch, and a line of the ledger for each; the rows they stand on must be written. */
export async function writeOptOuts(ctx: Ctx, marks: ReadonlyMap<string, OptOutMark>): Promise<void> {
  if (marks.size === 0) return;
  const { client, orgId } = ctx;
  const rows = [...marks].map(([id, { at }]) => ({ id, at }));
  const marked = await client.query<{ id: string; customer_id: string }>({
    name: 'write_opt_outs',
    text: `UPDATE identities i SET opted_out_at = r.at FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, at timestamptz)
      WHERE i.org_id = $1::uuid AND i.id = r.id RETURNING i.id, i.customer_id`,
    values: [orgId, jsonOf(rows)],
  });
  await recordConsents(
    ctx,
    marked.rows.flatMap(({ id, customer_id: customerId }) => {
      const mark = marks.get(id);
      if (!mark) return [];
      const { messageId, byPlatform } = mark;
      const state = mark.at ? ('withdrawn' as const) : ('lifted' as const);
      const source = byPlatform ? ('platform' as const) : ('word' as const);
      return [{ customerId, purpose: null, identityId: id, state, source, messageId }];
    }),
  );
}

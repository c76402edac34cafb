import type { Locale } from '@meada/contract/primitives';
import type pg from 'pg';
import { jsonOf } from '../../../kernel/db/bulk.ts';
import { answerBySystem } from '../ingest/answer-by-system.ts';
import type { Arriving, ConversationState, LegState } from '../ingest/batch.ts';
import { recordMessage } from '../ingest/record.ts';
import type { Sender } from '../ingest/senders.ts';
import { askedBy, confirmations } from './rules.ts';

type Place = { conversation: ConversationState; leg: LegState; sender: Sender };

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
    batch.writes.optOuts.set(row.id, asked === 'out' ? batch.now : null);
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

/** Writes the marks of a batch. */
export async function writeOptOuts(
  client: pg.ClientBase,
  orgId: string,
  marks: ReadonlyMap<string, Date | null>,
): Promise<void> {
  if (marks.size === 0) return;
  const rows = [...marks].map(([id, at]) => ({ id, at }));
  await client.query({
    name: 'write_opt_outs',
    text: `UPDATE identities i SET opted_out_at = r.at FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, at timestamptz)
      WHERE i.org_id = $1::uuid AND i.id = r.id`,
    values: [orgId, jsonOf(rows)],
  });
}

import type { Content } from '@meada/contract/content';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { jsonOf } from '../../../kernel/db/bulk.ts';
import { answerBySystem } from '../ingest/answer-by-system.ts';
import {
  type Arriving,
  type Batch,
  type ConversationState,
  canonicalOf,
  type LegState,
  type ReadReceipt,
} from '../ingest/batch.ts';
import { languageOf } from '../ingest/language.ts';
import type { Sender } from '../ingest/senders.ts';
import type { Telling } from './telling.ts';
import { asksHistory, noticeWords, numberPlace } from './words.ts';

/**
 * Where the brand answers by the SAC decree the customer is told the protocol number at once, on whatever channel (Decreto
 * 11.034/2022, art. 12), and may ask for the history of a demand by a word.
 */

type Place = { conversation: ConversationState; leg: LegState; sender: Sender };

/** Which of the loaded conversations were told. Nothing is asked where no brand in question answers by the decree. */
export async function loadTold(batch: Batch, receipts: readonly ReadReceipt[]): Promise<void> {
  const isAsked = receipts.some(({ inbox }) => inbox.sacSince !== null);
  if (!isAsked || batch.conversations.size === 0) return;
  const { rows } = await sql<{ id: string }>`
    SELECT conversation_id AS id FROM protocol_tellings WHERE org_id = ${batch.ctx.orgId}
      AND conversation_id = ANY (${[...batch.conversations.keys()]}::uuid[])`.execute(batch.ctx.db);
  for (const { id } of rows) batch.told.add(id);
}

/**
 * The words that tell the number, still without it; null where nothing is told by words: once in each conversation, never
 * in groups or in public, never to bulk mail or a mail that asks for silence, never to who ended the writing.
 */
export function noticeFor(arriving: Arriving, { conversation, leg, sender }: Place): string | null {
  const { batch, inbox, item, receipt } = arriving;
  if (inbox.sacSince === null || batch.told.has(conversation.id) || item.echo || item.public) return null;
  if (item.content.kind === 'system' || leg.sharedThread || item.outsideThread?.kind === 'group') return null;
  const { capabilities } = inbox.plugin.manifest;
  if (capabilities.showsProtocol) {
    const told = { inboxId: inbox.id, askedAt: receipt.receivedAt, messageId: null, content: null };
    batch.told.add(conversation.id);
    batch.writes.tellings.set(conversation.id, told);
    return null;
  }
  if (item.automatic === 'bulk' || item.facts?.noAutomaticAnswer || sender.identity.optedOut) return null;
  if (!capabilities.sends.includes('text')) return null;
  return noticeWords(languageOf(arriving, sender), capabilities.countsParts === true);
}

/** Says words that hold the notice, on the leg the customer wrote on. */
export function sayNotice({ batch, inbox, receipt }: Arriving, place: Place, words: string): void {
  const { conversation, leg } = place;
  const content: Content = { v: 1, kind: 'text', text: words };
  const messageId = answerBySystem(batch, { conversation, leg, inboxId: inbox.id }, content);
  batch.told.add(conversation.id);
  const told = { inboxId: inbox.id, askedAt: receipt.receivedAt, messageId, content };
  batch.writes.tellings.set(conversation.id, told);
}

/** Puts the numbers, which are known now, into the words. */
export function fillNumbers(batch: Batch, tellings: ReadonlyMap<string, Telling>): void {
  for (const [id, { content }] of tellings) {
    const number = batch.conversations.get(id)?.protocol ?? '';
    if (content?.kind === 'text') content.text = content.text.replaceAll(numberPlace, () => number);
  }
}

/** Writes down who was told; the messages must be written. */
export async function writeTold(ctx: Ctx, tellings: ReadonlyMap<string, Telling>): Promise<void> {
  if (tellings.size === 0) return;
  const rows = [...tellings].map(([id, { inboxId, askedAt, messageId }]) => ({
    ...{ conversation_id: id, inbox_id: inboxId, how: messageId ? 'message' : 'shown' },
    ...{ message_id: messageId, asked_at: askedAt },
  }));
  await sql`INSERT INTO protocol_tellings (org_id, conversation_id, inbox_id, how, message_id, asked_at, told_at)
    SELECT ${ctx.orgId}, r.conversation_id, r.inbox_id, r.how, r.message_id, least(r.asked_at, ${ctx.clock.now()}), ${ctx.clock.now()}
    FROM jsonb_to_recordset(${jsonOf(rows)}::jsonb)
      AS r(conversation_id uuid, inbox_id uuid, how text, message_id uuid, asked_at timestamptz)
    ON CONFLICT DO NOTHING`.execute(ctx.db);
}

/**
 * Whether the message is nothing but the word that asks for the history of this very conversation, said by whose it is:
 * others who take part get nothing of it.
 */
export function historyAsked(
  { batch, inbox, item }: Arriving,
  conversation: ConversationState,
  sender: Sender,
): boolean {
  if (canonicalOf(batch, conversation.customerId) !== canonicalOf(batch, sender.customerId)) return false;
  if (inbox.sacSince === null || conversation.created || item.echo || item.public) return false;
  if (item.outsideThread?.kind === 'group' || item.attachments?.length) return false;
  const isLetter = item.automatic !== undefined && item.automatic !== 'no';
  return !isLetter && item.content.kind === 'text' && asksHistory(item.content.text);
}

/** Tells whoever makes histories. */
export const tellHistoryAsked = ({ batch }: Arriving, conversation: ConversationState): void =>
  batch.ctx.emit({ name: 'sac.asked', facts: { conversationId: conversation.id, kind: 'history' } });

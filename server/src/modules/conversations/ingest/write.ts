import type pg from 'pg';
import { dayIn } from '../../../kernel/calendar.ts';
import { allDone } from '../../../kernel/db/all-done.ts';
import { type BulkRow, type Columns, insertMany, updateMany } from '../../../kernel/db/bulk.ts';
import { suggestMerges } from '../../customers/index.ts';
import { changeTemplates, writeLookUps, writeNotices } from '../../inboxes/index.ts';
import { takeComplaints } from '../announcing/complaints.ts';
import { writeCallbacks } from '../callbacks/owe.ts';
import { writeOptOuts } from '../opt-out/arrival.ts';
import { protocolNumber } from '../protocol.ts';
import { writeDuties, writePublicEdits } from '../public/owe.ts';
import { settleAnswered, settleRemoved, settleShown } from '../public/settle.ts';
import { fillNumbers, writeTold } from '../telling/arrival.ts';
import { tellUndelivered } from '../undelivered/tell-undelivered.ts';
import { type Batch, type ConversationState, canonicalOf, emptyWrites, type Writes } from './batch.ts';
import { writeReactions } from './reactions.ts';
import { inserts, insertsAfterConversations, insertsAfterLegs, updates } from './tables.ts';
import { writeThreadChanges } from './threads.ts';
import { writeUndelivered } from './undelivered.ts';

/**
 * Writes all that a batch has decided so far and empties its lists: a fixed number of statements, sent without waiting
 * for each other.
 */
export async function writeBatch(batch: Batch): Promise<void> {
  const { client, orgId } = batch.ctx;
  const { writes } = batch;
  batch.writes = emptyWrites();
  wakeFor(batch, writes);
  await numberConversations(batch);
  fillNumbers(batch, writes.tellings);
  const sent: Promise<unknown>[] = [];
  const insertAll = (groups: typeof inserts): void => {
    for (const { list, ...into } of groups)
      sent.push(insertMany(client, { ...into, orgId }, writes[list] as never[]));
  };
  insertAll(inserts);
  sent.push(...writeConversations(batch));
  insertAll(insertsAfterConversations);
  sent.push(...writeLegs(batch));
  insertAll(insertsAfterLegs);
  for (const { list, ...into } of updates) {
    sent.push(updateMany(client, { ...into, orgId }, lastOfEach(writes[list] as { id: string }[])));
  }
  sent.push(...writeReactions(client, orgId, writes.reactions), ...writeThreadChanges(client, orgId, writes));
  sent.push(useOffers(client, batch, writes.offersUsed));
  sent.push(writeUndelivered(batch, writes.failures));
  sent.push(writeCallbacks(batch.ctx, writes.callbacks));
  sent.push(writeDuties(batch.ctx, writes.duties));
  await allDone(sent);
  await tellUndelivered(batch.ctx, writes.lost);
  await writeTold(batch.ctx, writes.tellings);
  await writeOptOuts(batch.ctx, writes.optOuts);
  await writeNotices(batch.ctx, writes.notices);
  await changeTemplates(batch.ctx, writes.templateChanges);
  await writeLookUps(batch.ctx, writes.lookUps);
  await writePublicEdits(batch.ctx, writes.publicEdits);
  await settleRemoved(batch.ctx, writes.removedMessages);
  await settleShown(batch.ctx, [...writes.shownMessages]);
  await settleAnswered(batch.ctx, [...writes.answeredLegs]);
  await takeComplaints(batch.ctx, writes.complaints);
  if (writes.answers.length > 0) await batch.ctx.ports.questions?.write(batch.ctx, writes.answers);
  await writeSuggestions(batch, writes);
}

/** Wakes only those who will find work: each look of theirs is a transaction. */
function wakeFor({ ctx }: Batch, writes: Writes): void {
  if (writes.dispatches.length + writes.dispatchChanges.length > 0)
    ctx.afterCommit(() => ctx.bus.wake('dispatch'));
  if (writes.uploads.length > 0 || writes.attachments.some((row) => row.state === 'pending'))
    ctx.afterCommit(() => ctx.bus.wake('attachments'));
}

/** Of several changes of one row in a batch only the last is written: one statement may not touch a row twice. */
function lastOfEach<T extends { id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Takes protocol numbers for the conversations begun in this batch: one statement for all. */
async function numberConversations(batch: Batch): Promise<void> {
  const fresh = [...batch.conversations.values()].filter((conversation) => conversation.protocol === null);
  if (fresh.length === 0) return;
  const day = dayIn(batch.org.timeZone, batch.now);
  const last = await takeNumbers(batch.ctx.client, batch.ctx.orgId, { day, count: fresh.length });
  for (const [index, conversation] of fresh.entries()) {
    conversation.protocol = protocolNumber(day, last - fresh.length + 1 + index);
  }
}

/** Advances the day's counter and answers its last number. */
export async function takeNumbers(
  client: pg.ClientBase,
  orgId: string,
  take: { day: string; count: number },
): Promise<number> {
  const result = await client.query<{ n: number }>({
    name: 'take_protocol_numbers',
    text: `INSERT INTO protocol_counters (org_id, day, n) VALUES ($1, $2, $3)
      ON CONFLICT (org_id, day) DO UPDATE SET n = protocol_counters.n + excluded.n RETURNING n`,
    values: [orgId, take.day, take.count],
  });
  return result.rows[0]?.n ?? take.count;
}

const conversationState: Columns = {
  subject: 'text',
  status: 'text',
  channel: 'text',
  inbox_id: 'uuid',
  last_seq: 'integer',
  last_inbound_seq: 'integer',
  preview: 'text',
  preview_kind: 'text',
  preview_author: 'text',
  waiting_since: 'timestamptz',
  snoozed_until: 'timestamptz',
  resolved_at: 'timestamptz',
  away_at: 'timestamptz',
  active_at: 'timestamptz',
  loudness: 'integer',
  loudness_reasons: 'jsonb',
};

const conversationOrigin: Columns = {
  id: 'uuid',
  protocol: 'text',
  customer_id: 'uuid',
  brand_id: 'uuid',
  team_id: 'uuid',
  priority: 'text',
  created_at: 'timestamptz',
};

const conversationRow = (item: ConversationState, now: Date): BulkRow => ({
  id: item.id,
  protocol: item.protocol,
  customer_id: item.customerId,
  brand_id: item.brandId,
  team_id: item.teamId,
  priority: item.priority,
  created_at: now,
  subject: item.subject,
  status: item.status,
  channel: item.channel,
  inbox_id: item.inboxId,
  last_seq: item.lastSeq,
  last_inbound_seq: item.lastInboundSeq,
  preview: item.preview,
  preview_kind: item.previewKind,
  preview_author: item.previewAuthor,
  waiting_since: item.waitingSince,
  snoozed_until: item.snoozedUntil,
  resolved_at: item.resolvedAt,
  away_at: item.awayAt,
  active_at: item.activeAt,
  loudness: item.loudness,
  loudness_reasons: item.loudnessReasons,
});

function writeConversations(batch: Batch): Promise<unknown>[] {
  const { client, orgId } = batch.ctx;
  const touched = [...batch.conversations.values()].filter((item) => item.created || item.changed.size > 0);
  const rowsOf = (created: boolean) =>
    touched.filter((item) => item.created === created).map((item) => conversationRow(item, batch.now));
  const fresh = rowsOf(true);
  const known = rowsOf(false);
  for (const item of touched) {
    if (!item.created && item.changed.has('status')) {
      batch.ctx.emit({ name: 'conversation.changed', facts: { conversationId: item.id, what: ['status'] } });
    }
    item.created = false;
    item.changed.clear();
  }
  const columns = { ...conversationOrigin, ...conversationState };
  const seen = [...new Set(touched.map((item) => canonicalOf(batch, item.customerId)))];
  return [
    insertMany(client, { table: 'conversations', columns, orgId }, fresh),
    updateMany(client, { table: 'conversations', columns: conversationState, orgId }, known),
    client.query({
      name: 'customers_seen',
      // The list of customers needs minutes; the conversation has the second.
      text: `UPDATE customers SET seen_at = $2 WHERE org_id = $1 AND id = ANY($3)
             AND seen_at < $2::timestamptz - interval '1 minute'`,
      values: [orgId, batch.now, seen],
    }),
  ];
}

function writeLegs(batch: Batch): Promise<unknown>[] {
  const { client, orgId } = batch.ctx;
  const touched = [...batch.legs.values()].filter((leg) => leg.changed || leg.created);
  const rows = touched.map((leg) => ({
    id: leg.id,
    conversation_id: leg.conversationId,
    inbox_id: leg.inboxId,
    identity_id: leg.identityId,
    side: leg.side,
    join_reason: leg.joinReason,
    outside_thread_id: leg.outsideThreadId,
    last_inbound_at: leg.lastInboundAt,
    last_outbound_at: leg.lastOutboundAt,
  }));
  const fresh = rows.filter((_, index) => touched[index]?.created);
  const known = rows.filter((_, index) => !touched[index]?.created);
  for (const leg of touched) {
    leg.created = false;
    leg.changed = false;
  }
  const state: Columns = {
    outside_thread_id: 'uuid',
    last_inbound_at: 'timestamptz',
    last_outbound_at: 'timestamptz',
  };
  const place: Columns = {
    id: 'uuid',
    conversation_id: 'uuid',
    inbox_id: 'uuid',
    identity_id: 'uuid',
    side: 'text',
    join_reason: 'text',
  };
  return [
    insertMany(client, { table: 'legs', columns: { ...place, ...state }, orgId }, fresh),
    updateMany(client, { table: 'legs', columns: state, orgId }, known),
  ];
}

async function useOffers(client: pg.ClientBase, batch: Batch, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query('UPDATE switch_offers SET used_at = $2 WHERE org_id = $1 AND id = ANY($3)', [
    batch.ctx.orgId,
    batch.now,
    ids,
  ]);
}

function writeSuggestions(batch: Batch, writes: Writes): Promise<void> {
  const pairs = writes.suggestions.map(({ customerId, otherId, reason }) => ({
    customerId: canonicalOf(batch, customerId),
    otherId: canonicalOf(batch, otherId),
    reason,
  }));
  return suggestMerges(batch.ctx, pairs);
}

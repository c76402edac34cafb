import type { LoudnessReason, Side } from '@meada/contract/public';
import { subjectKey } from '../rules.ts';
import { type Batch, type ConversationState, legKey, participantKey } from './batch.ts';
import { type IdentityLoad, identityColumns, identityJoins, keepIdentity } from './load-people.ts';
import type { Mentions } from './mentions.ts';
import { query } from './query.ts';

type ConversationLoad = {
  id: string;
  protocol: string;
  customer_id: string;
  canonical_id: string;
  brand_id: string;
  subject: string | null;
  status: ConversationState['status'];
  resolved_at: Date | null;
  snoozed_until: Date | null;
  team_id: string | null;
  assignee_id: string | null;
  channel: string;
  inbox_id: string;
  last_seq: number;
  last_inbound_seq: number;
  preview: string | null;
  preview_kind: string | null;
  preview_author: ConversationState['previewAuthor'];
  waiting_since: Date | null;
  away_at: Date | null;
  active_at: Date;
  loudness: number;
  loudness_reasons: LoudnessReason[];
  loudness_set: number | null;
};

/** Days that the longest reopening window has: older resolved conversations are not asked for. */
const reopenDays = 366;

export async function loadConversations(batch: Batch, mentions: Mentions): Promise<void> {
  const { orgId } = batch.ctx;
  const named = new Set(mentions.conversationIds);
  for (const known of batch.known.values()) named.add(known.conversationId);
  for (const offer of batch.offers) named.add(offer.conversationId);
  for (const thread of batch.threads.values()) if (thread.conversationId) named.add(thread.conversationId);
  const canonical = [...new Set([...batch.customers.values()].map((customer) => customer.canonicalId))];
  if (canonical.length > 0) {
    const rows = await query(batch)<{ id: string }>(
      'candidates',
      `SELECT o.id FROM unnest($2::uuid[]) AS canonical(id)
       JOIN customers m ON m.org_id = $1 AND m.canonical_id = canonical.id
       CROSS JOIN LATERAL (SELECT c.id FROM conversations c WHERE c.org_id = $1 AND c.customer_id = m.id
         AND c.merged_into_id IS NULL AND (c.status <> 'resolved' OR c.resolved_at > $3) ORDER BY c.active_at DESC LIMIT 5) AS o`,
      [orgId, canonical, new Date(batch.now.getTime() - reopenDays * 86_400_000)],
    );
    for (const row of rows) named.add(row.id);
  }
  const identityIds = [...batch.identitiesById.keys()];
  if (identityIds.length > 0) {
    // Where the address itself takes part: after a switch that waits for a person's word the matter goes on there.
    const rows = await query(batch)<{ id: string }>(
      'own_legs',
      `SELECT o.id FROM unnest($2::uuid[]) AS own(id)
       CROSS JOIN LATERAL (SELECT c.id FROM legs l JOIN conversations c ON c.org_id = $1 AND c.id = l.conversation_id
         WHERE l.org_id = $1 AND l.identity_id = own.id AND c.merged_into_id IS NULL AND (c.status <> 'resolved' OR c.resolved_at > $3)
         ORDER BY c.active_at DESC LIMIT 5) AS o`,
      [orgId, identityIds, new Date(batch.now.getTime() - reopenDays * 86_400_000)],
    );
    for (const row of rows) named.add(row.id);
  }
  if (named.size > 0) await lockConversations(batch, [...named]);
}

/** Loads conversations and locks them in id order, with their legs, participants and requesters. */
async function lockConversations(batch: Batch, ids: string[]): Promise<void> {
  const { orgId } = batch.ctx;
  const rows = await query(batch)<ConversationLoad>(
    'conversations',
    `SELECT c.id, c.protocol, c.customer_id, m.canonical_id, c.brand_id, c.subject, c.status, c.resolved_at, c.snoozed_until,
            c.team_id, c.assignee_id, c.channel, c.inbox_id, c.last_seq, c.last_inbound_seq, c.preview, c.preview_kind,
            c.preview_author, c.waiting_since, c.away_at, c.active_at, c.loudness, c.loudness_reasons, c.loudness_set
     FROM conversations c JOIN customers m ON m.org_id = c.org_id AND m.id = c.customer_id
     WHERE c.org_id = $1 AND c.id = ANY($2) ORDER BY c.id FOR UPDATE OF c`,
    [orgId, ids],
  );
  const [legs, participants] = await Promise.all([loadLegs(batch, ids), loadParticipants(batch, ids)]);
  for (const row of rows) keepConversation(batch, row);
  for (const row of participants) {
    batch.participants.add(participantKey(row.conversation_id, row.id));
    keepIdentity(batch, row);
  }
  for (const leg of legs) {
    batch.legs.set(legKey(leg.conversationId, leg), leg);
    const conversation = batch.conversations.get(leg.conversationId);
    const plugin = batch.ctx.ports.channels.get(leg.channel);
    if (conversation && plugin?.manifest.capabilities.subject)
      conversation.threadSubject = subjectKey(conversation.subject);
  }
}

function loadParticipants(batch: Batch, ids: string[]) {
  return query(batch)<IdentityLoad & { conversation_id: string }>(
    'participants',
    `SELECT p.conversation_id, ${identityColumns} FROM participants p
     JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id ${identityJoins}
     WHERE p.org_id = $1 AND p.conversation_id = ANY($2)`,
    [batch.ctx.orgId, ids],
  );
}

async function loadLegs(batch: Batch, ids: string[]) {
  const rows = await query(batch)<{
    id: string;
    conversation_id: string;
    inbox_id: string;
    identity_id: string;
    side: Side;
    outside_thread_id: string | null;
    join_reason: string;
    last_inbound_at: Date | null;
    last_outbound_at: Date | null;
    channel: string;
    thread_kind: string | null;
  }>(
    'legs',
    `SELECT l.id, l.conversation_id, l.inbox_id, l.identity_id, l.side, l.outside_thread_id, l.join_reason, l.last_inbound_at,
            l.last_outbound_at, x.channel, t.kind AS thread_kind
     FROM legs l JOIN inboxes x ON x.org_id = l.org_id AND x.id = l.inbox_id
     LEFT JOIN outside_threads t ON t.org_id = l.org_id AND t.id = l.outside_thread_id
     WHERE l.org_id = $1 AND l.conversation_id = ANY($2)`,
    [batch.ctx.orgId, ids],
  );
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    inboxId: row.inbox_id,
    identityId: row.identity_id,
    side: row.side,
    outsideThreadId: row.outside_thread_id,
    sharedThread: row.thread_kind === 'group',
    joinReason: row.join_reason as never,
    lastInboundAt: row.last_inbound_at,
    lastOutboundAt: row.last_outbound_at,
    channel: row.channel,
    created: false,
    changed: false,
  }));
}

function keepConversation(batch: Batch, row: ConversationLoad): void {
  batch.conversations.set(row.id, {
    id: row.id,
    protocol: row.protocol,
    customerId: row.customer_id,
    brandId: row.brand_id,
    subject: row.subject,
    status: row.status,
    resolvedAt: row.resolved_at,
    snoozedUntil: row.snoozed_until,
    teamId: row.team_id,
    assigneeId: row.assignee_id,
    channel: row.channel,
    inboxId: row.inbox_id,
    lastSeq: row.last_seq,
    lastInboundSeq: row.last_inbound_seq,
    preview: row.preview,
    previewKind: row.preview_kind,
    previewAuthor: row.preview_author,
    waitingSince: row.waiting_since,
    awayAt: row.away_at,
    activeAt: row.active_at,
    loudness: row.loudness,
    loudnessReasons: row.loudness_reasons,
    loudnessSet: row.loudness_set,
    priority: null,
    threadSubject: null,
    created: false,
    changed: new Set(),
  });
  const own = batch.byCustomer.get(row.canonical_id) ?? new Set();
  batch.byCustomer.set(row.canonical_id, own.add(row.id));
}

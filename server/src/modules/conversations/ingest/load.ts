import type { Inbound } from '@meada/contract/channels';
import type pg from 'pg';
import type { Ctx } from '../../../kernel/ctx.ts';
import { tokenHash } from '../../../kernel/ids.ts';
import { keyAddress } from '../../customers/index.ts';
import { subjectKey } from '../rules.ts';
import { codeIn, readReplyToken, tokensIn } from '../tokens.ts';
import {
  type Batch,
  type ConversationState,
  emptyWrites,
  externalKey,
  legKey,
  participantKey,
  type ReadReceipt,
  threadKey,
} from './batch.ts';

/** What the items of a batch speak of, gathered before the one load. */
export type Mentions = {
  matchKeys: Set<string>;
  externals: { inboxId: string; externalId: string }[];
  threads: { inboxId: string; kind: string; key: string }[];
  conversationIds: Set<string>;
  tokenHashes: Set<string>;
  codes: boolean;
};

/** Tokens of ours in a message, wherever they are. */
export function tokensOf(item: Inbound): string[] {
  if (item.kind !== 'message') return [];
  const text = 'text' in item.content ? (item.content.text ?? '') : '';
  return [
    ...(item.tokens ?? []).flatMap((token) => tokensIn(` ${token} `)),
    ...tokensIn(text),
    ...tokensIn(item.subject ?? ''),
  ];
}

export function gather(ctx: Ctx, receipts: readonly ReadReceipt[]): Mentions {
  const mentions: Mentions = {
    matchKeys: new Set(),
    externals: [],
    threads: [],
    conversationIds: new Set(),
    tokenHashes: new Set(),
    codes: false,
  };
  for (const receipt of receipts) for (const item of receipt.items) gatherItem(ctx, mentions, receipt, item);
  return mentions;
}

function gatherItem(ctx: Ctx, mentions: Mentions, receipt: ReadReceipt, item: Inbound): void {
  const inboxId = receipt.inbox.id;
  for (const address of addressesOf(item)) {
    const keyed = keyAddress(ctx.ports.identityKinds, address.kind, address.value);
    if (keyed) mentions.matchKeys.add(keyed.matchKey);
  }
  if ('externalId' in item) mentions.externals.push({ inboxId, externalId: item.externalId });
  if (item.kind === 'signal' && item.upTo) mentions.externals.push({ inboxId, externalId: item.upTo });
  if (item.kind !== 'message') return;
  for (const externalId of (item.replyTo ?? []).slice(0, 50))
    mentions.externals.push({ inboxId, externalId });
  if (item.outsideThread) mentions.threads.push({ inboxId, ...item.outsideThread });
  for (const token of tokensOf(item)) {
    const conversationId = readReplyToken(ctx.secrets, ctx.orgId, token);
    if (conversationId) mentions.conversationIds.add(conversationId);
    else mentions.tokenHashes.add(tokenHash(token).toString('hex'));
  }
  if (item.content.kind === 'text' && codeIn(item.content.text)) mentions.codes = true;
}

function addressesOf(item: Inbound): { kind: string; value: string }[] {
  if (item.kind === 'identity_change') return [item.from, item.to];
  if (item.kind === 'reaction' || item.kind === 'signal') return [item.from];
  if (item.kind !== 'message') return [];
  return [
    item.from,
    ...(item.aliases ?? []),
    ...(item.to ? [item.to] : []),
    ...(item.others ?? []).map((other) => other.address),
  ];
}

/** Loads everything the batch may need: a fixed number of statements, whatever its size. */
export async function loadBatch(ctx: Ctx, receipts: readonly ReadReceipt[]): Promise<Batch> {
  const mentions = gather(ctx, receipts);
  const batch: Batch = {
    ctx,
    now: ctx.clock.now(),
    org: { timeZone: 'UTC', locale: 'pt-BR' },
    identities: new Map(),
    identitiesById: new Map(),
    customers: new Map(),
    conversations: new Map(),
    byCustomer: new Map(),
    legs: new Map(),
    participants: new Set(),
    known: new Map(),
    threads: new Map(),
    offers: [],
    risk: { spent: 0, tries: new Map() },
    answered: new Set(),
    writes: emptyWrites(),
  };
  await Promise.all([
    loadOrganisation(batch),
    loadIdentities(batch, mentions),
    loadKnown(batch, mentions),
    loadThreads(batch, mentions),
    loadOffers(batch, mentions),
  ]);
  await loadConversations(batch, mentions);
  return batch;
}

const query = <R extends pg.QueryResultRow>(
  batch: Batch,
  name: string,
  text: string,
  values: unknown[],
): Promise<R[]> =>
  batch.ctx.client.query<R>({ name: `ingest_${name}`, text, values }).then((result) => result.rows);

async function loadOrganisation(batch: Batch): Promise<void> {
  const [row] = await query<{ time_zone: string; locale: string }>(
    batch,
    'organisation',
    'SELECT time_zone, locale FROM organisations WHERE id = $1',
    [batch.ctx.orgId],
  );
  if (row) batch.org = { timeZone: row.time_zone, locale: row.locale };
}

type IdentityLoad = {
  id: string;
  customer_id: string;
  kind: string;
  value: string;
  match_key: string;
  verified: boolean;
  source: string;
  name: string | null;
  canonical_id: string;
  customer_verified: boolean;
  customer_created: Date;
  customer_name: string | null;
};

export const identityColumns = `
  i.id, i.customer_id, i.kind, i.value, i.match_key, i.verified_at IS NOT NULL AS verified, i.source, i.name,
  c.canonical_id, r.created_at AS customer_created, r.name AS customer_name,
  EXISTS (SELECT FROM customers m JOIN identities v ON v.org_id = m.org_id AND v.customer_id = m.id
          WHERE m.org_id = c.org_id AND m.canonical_id = c.canonical_id
            AND v.verified_at IS NOT NULL AND v.ended_at IS NULL) AS customer_verified`;
const identityJoins = `
  JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
  JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id`;

async function loadIdentities(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.matchKeys.size === 0) return;
  const rows = await query<IdentityLoad>(
    batch,
    'identities',
    `SELECT ${identityColumns} FROM identities i ${identityJoins}
     WHERE i.org_id = $1 AND i.match_key = ANY($2) AND i.ended_at IS NULL ORDER BY i.created_at, i.id`,
    [batch.ctx.orgId, [...mentions.matchKeys]],
  );
  for (const row of rows) keepIdentity(batch, row);
}

export function keepIdentity(batch: Batch, row: IdentityLoad): void {
  const identity = {
    id: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    value: row.value,
    matchKey: row.match_key,
    verified: row.verified,
    source: row.source,
    name: row.name,
  };
  if (batch.identitiesById.has(row.id)) return;
  batch.identitiesById.set(row.id, identity);
  batch.identities.set(row.match_key, [...(batch.identities.get(row.match_key) ?? []), identity]);
  const state = { verified: row.customer_verified, createdAt: row.customer_created, name: row.customer_name };
  for (const id of [row.customer_id, row.canonical_id]) {
    if (!batch.customers.has(id)) batch.customers.set(id, { id, canonicalId: row.canonical_id, ...state });
  }
}

async function loadKnown(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.externals.length === 0) return;
  const rows = await query<{
    inbox_id: string;
    external_id: string;
    message_id: string;
    conversation_id: string;
    author_kind: string;
    deleted: boolean;
    dispatch_id: string | null;
    state: string | null;
  }>(
    batch,
    'known',
    `SELECT x.inbox_id, x.external_id, x.message_id, m.conversation_id, m.author_kind, m.deleted_at IS NOT NULL AS deleted,
            d.id AS dispatch_id, d.state
     FROM unnest($2::uuid[], $3::text[]) AS asked(inbox_id, external_id)
     JOIN external_ids x ON x.org_id = $1 AND x.inbox_id = asked.inbox_id AND x.external_id = asked.external_id
     JOIN messages m ON m.org_id = $1 AND m.id = x.message_id
     LEFT JOIN dispatches d ON d.org_id = $1 AND d.message_id = m.id`,
    [
      batch.ctx.orgId,
      mentions.externals.map((external) => external.inboxId),
      mentions.externals.map((external) => external.externalId.replaceAll('\u0000', '')),
    ],
  );
  for (const row of rows) {
    batch.known.set(externalKey(row.inbox_id, row.external_id), {
      messageId: row.message_id,
      conversationId: row.conversation_id,
      outbound: row.author_kind !== 'customer',
      deleted: row.deleted,
      dispatchId: row.dispatch_id,
      dispatchState: row.state,
    });
  }
}

async function loadThreads(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.threads.length === 0) return;
  const rows = await query<{
    id: string;
    inbox_id: string;
    kind: string;
    key: string;
    conversation_id: string | null;
  }>(
    batch,
    'threads',
    `SELECT DISTINCT ON (t.id) t.id, t.inbox_id, t.kind, t.key, l.conversation_id
     FROM unnest($2::uuid[], $3::text[], $4::text[]) AS asked(inbox_id, kind, key)
     JOIN outside_threads t ON t.org_id = $1 AND t.inbox_id = asked.inbox_id AND t.kind = asked.kind AND t.key = asked.key
     LEFT JOIN legs l ON l.org_id = $1 AND l.outside_thread_id = t.id
     LEFT JOIN conversations c ON c.org_id = $1 AND c.id = l.conversation_id AND c.status <> 'resolved'
     ORDER BY t.id, c.active_at DESC NULLS LAST`,
    [
      batch.ctx.orgId,
      mentions.threads.map((thread) => thread.inboxId),
      mentions.threads.map((thread) => thread.kind),
      mentions.threads.map((thread) => thread.key),
    ],
  );
  for (const row of rows) {
    batch.threads.set(threadKey(row.inbox_id, row.kind, row.key), {
      id: row.id,
      conversationId: row.conversation_id,
    });
  }
}

async function loadOffers(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.tokenHashes.size === 0 && !mentions.codes) return;
  const dayAgo = new Date(batch.now.getTime() - 86_400_000);
  const [offers, misses] = await Promise.all([
    query<{
      id: string;
      conversation_id: string;
      identity_id: string;
      inbox_id: string;
      token_hash: Buffer;
      code_hash: Buffer | null;
      expires_at: Date;
    }>(
      batch,
      'offers',
      `SELECT id, conversation_id, identity_id, inbox_id, token_hash, code_hash, expires_at FROM switch_offers
       WHERE org_id = $1 AND used_at IS NULL AND expires_at > $2 AND (token_hash = ANY($3::bytea[]) OR ($4 AND code_hash IS NOT NULL))
       FOR UPDATE`,
      [
        batch.ctx.orgId,
        batch.now,
        [...mentions.tokenHashes].map((hash) => Buffer.from(hash, 'hex')),
        mentions.codes,
      ],
    ),
    query<{ match_key: string; tries: number; spent: number }>(
      batch,
      'misses',
      `SELECT match_key, count(*) AS tries, sum(live) AS spent FROM switch_misses
       WHERE org_id = $1 AND at > $2 GROUP BY match_key`,
      [batch.ctx.orgId, dayAgo],
    ),
  ]);
  batch.offers = offers.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    identityId: row.identity_id,
    inboxId: row.inbox_id,
    tokenHash: row.token_hash.toString('hex'),
    codeHash: row.code_hash?.toString('hex') ?? null,
    expiresAt: row.expires_at,
    used: false,
  }));
  for (const row of misses) {
    batch.risk.tries.set(row.match_key, row.tries);
    batch.risk.spent += Number(row.spent);
  }
}

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
};

/** Days that the longest reopening window has: older resolved conversations are not asked for. */
const reopenDays = 366;

async function loadConversations(batch: Batch, mentions: Mentions): Promise<void> {
  const { orgId } = batch.ctx;
  const named = new Set(mentions.conversationIds);
  for (const known of batch.known.values()) named.add(known.conversationId);
  for (const offer of batch.offers) named.add(offer.conversationId);
  for (const thread of batch.threads.values()) if (thread.conversationId) named.add(thread.conversationId);
  const canonical = [...new Set([...batch.customers.values()].map((customer) => customer.canonicalId))];
  if (canonical.length > 0) {
    const rows = await query<{ id: string }>(
      batch,
      'candidates',
      `SELECT o.id FROM unnest($2::uuid[]) AS canonical(id)
       JOIN customers m ON m.org_id = $1 AND m.canonical_id = canonical.id
       CROSS JOIN LATERAL (SELECT c.id FROM conversations c WHERE c.org_id = $1 AND c.customer_id = m.id
         AND (c.status <> 'resolved' OR c.resolved_at > $3) ORDER BY c.active_at DESC LIMIT 5) AS o`,
      [orgId, canonical, new Date(batch.now.getTime() - reopenDays * 86_400_000)],
    );
    for (const row of rows) named.add(row.id);
  }
  if (named.size > 0) await lockConversations(batch, [...named]);
}

/** Loads conversations and locks them in id order, with their legs, participants and requesters. */
export async function lockConversations(batch: Batch, ids: string[]): Promise<void> {
  const { orgId } = batch.ctx;
  const rows = await query<ConversationLoad>(
    batch,
    'conversations',
    `SELECT c.id, c.protocol, c.customer_id, m.canonical_id, c.brand_id, c.subject, c.status, c.resolved_at, c.snoozed_until,
            c.team_id, c.assignee_id, c.channel, c.inbox_id, c.last_seq, c.last_inbound_seq, c.preview, c.preview_kind,
            c.preview_author, c.waiting_since, c.away_at, c.active_at
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
    batch.legs.set(legKey(leg.conversationId, leg.inboxId, leg.identityId), leg);
    const conversation = batch.conversations.get(leg.conversationId);
    const plugin = batch.ctx.ports.channels.get(leg.channel);
    if (conversation && plugin?.manifest.capabilities.subject)
      conversation.threadSubject = subjectKey(conversation.subject);
  }
}

function loadParticipants(batch: Batch, ids: string[]) {
  return query<IdentityLoad & { conversation_id: string }>(
    batch,
    'participants',
    `SELECT p.conversation_id, ${identityColumns} FROM participants p
     JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id ${identityJoins}
     WHERE p.org_id = $1 AND p.conversation_id = ANY($2)`,
    [batch.ctx.orgId, ids],
  );
}

async function loadLegs(batch: Batch, ids: string[]) {
  const rows = await query<{
    id: string;
    conversation_id: string;
    inbox_id: string;
    identity_id: string;
    outside_thread_id: string | null;
    join_reason: string;
    last_inbound_at: Date | null;
    last_outbound_at: Date | null;
    channel: string;
  }>(
    batch,
    'legs',
    `SELECT l.id, l.conversation_id, l.inbox_id, l.identity_id, l.outside_thread_id, l.join_reason, l.last_inbound_at,
            l.last_outbound_at, x.channel
     FROM legs l JOIN inboxes x ON x.org_id = l.org_id AND x.id = l.inbox_id
     WHERE l.org_id = $1 AND l.conversation_id = ANY($2)`,
    [batch.ctx.orgId, ids],
  );
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    inboxId: row.inbox_id,
    identityId: row.identity_id,
    outsideThreadId: row.outside_thread_id,
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
    threadSubject: null,
    created: false,
    changed: new Set(),
  });
  const own = batch.byCustomer.get(row.canonical_id) ?? new Set();
  batch.byCustomer.set(row.canonical_id, own.add(row.id));
}

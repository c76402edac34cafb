import { type Batch, dispatchKey, externalKey, threadKey } from './batch.ts';
import type { Mentions } from './mentions.ts';
import { query } from './query.ts';

export async function loadKnown(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.externals.length === 0) return;
  const rows = await query(batch)<{
    inbox_id: string;
    external_id: string;
    message_id: string;
    conversation_id: string;
    author_kind: string;
    deleted: boolean;
    dispatch_id: string | null;
    state: string | null;
  }>(
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

/** Messages of ours that a status names by the dispatch: it may come before the answer to our request was written. */
export async function loadDispatches(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.dispatchIds.size === 0) return;
  const rows = await query(batch)<{ id: string; message_id: string; conversation_id: string; state: string }>(
    'dispatches',
    `SELECT d.id, d.message_id, d.conversation_id, d.state FROM unnest($2::uuid[], $3::uuid[]) AS asked(id, inbox_id)
     JOIN dispatches d ON d.org_id = $1 AND d.id = asked.id AND d.inbox_id = asked.inbox_id`,
    [batch.ctx.orgId, [...mentions.dispatchIds.keys()], [...mentions.dispatchIds.values()]],
  );
  for (const row of rows) {
    batch.known.set(dispatchKey(row.id), {
      messageId: row.message_id,
      conversationId: row.conversation_id,
      outbound: true,
      deleted: false,
      dispatchId: row.id,
      dispatchState: row.state,
    });
  }
}

export async function loadThreads(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.threads.length === 0) return;
  const rows = await query(batch)<{
    id: string;
    inbox_id: string;
    kind: string;
    key: string;
    conversation_id: string | null;
  }>(
    'threads',
    `SELECT DISTINCT ON (t.id) t.id, t.inbox_id, t.kind, t.key, l.conversation_id
     FROM unnest($2::uuid[], $3::text[], $4::text[]) AS asked(inbox_id, kind, key)
     JOIN outside_threads t ON t.org_id = $1 AND t.inbox_id = asked.inbox_id AND t.kind = asked.kind AND t.key = asked.key
     LEFT JOIN (legs l JOIN conversations k ON k.org_id = l.org_id AND k.id = l.conversation_id AND k.merged_into_id IS NULL)
       ON l.org_id = $1 AND l.outside_thread_id = t.id
     LEFT JOIN conversations c ON c.org_id = $1 AND c.id = l.conversation_id AND c.status <> 'resolved'
     ORDER BY t.id, c.created_at NULLS LAST, c.id`,
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

export async function loadOffers(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.tokenHashes.size === 0 && !mentions.codes) return;
  const dayAgo = new Date(batch.now.getTime() - 86_400_000);
  const [offers, misses] = await Promise.all([
    query(batch)<{
      id: string;
      conversation_id: string;
      identity_id: string;
      inbox_id: string;
      token_hash: Buffer;
      code_hash: Buffer | null;
      expires_at: Date;
    }>(
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
    query(batch)<{ match_key: string; tries: number; spent: number }>(
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

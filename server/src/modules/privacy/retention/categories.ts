import type { RetentionCategory } from '@meada/contract/routes/privacy-register';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { markErased } from '../../customers/index.ts';
import { hasKeptDemand, keptByDecree } from '../../sac/index.ts';
import { emptyHoldings } from '../erasure/empty.ts';
import { eraseGroup } from '../erasure/erase-group.ts';
import { releaseFiles } from '../erasure/files.ts';
import { isHeld } from '../holds/standing.ts';
import { emptyScope, type Scope } from '../subjects/scope.ts';

/** How many went, and hashes of files whose bytes may be nobody's now. */
export type Purged = { gone: number; hashes: Buffer[] };
const all = (ids: readonly string[], hashes: Buffer[] = []): Purged => ({ gone: ids.length, hashes });

/** What is purged when it is old: data. Each finds what is due without what a legal hold keeps. */
export type Category = {
  name: RetentionCategory;
  /** Days that may be chosen. */
  least: number;
  most: number;
  /** Days without a choice of the firm; null: for ever. */
  usual: number | null;
  /** Ids that are due, `most` at a time; `held`: only those a hold keeps. */
  due(ctx: Ctx, before: Date, of: { held: boolean; most: number }): RawBuilder<{ id: string }>;
  /** Purges what is due. */
  purge(ctx: Ctx, ids: string[], before: Date): Promise<Purged>;
};

const held = (of: boolean) => (of ? sql`` : sql`NOT`);

/** A conversation `v` of somebody held, or in which somebody held has a part, or whose record the SAC decree has kept. */
const ofHeld = (
  ctx: Ctx,
) => sql`(${keptByDecree(ctx)} OR EXISTS (SELECT FROM customers c WHERE c.org_id = v.org_id
  AND (c.id = v.customer_id OR c.id IN (SELECT i.customer_id FROM participants p
    JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id
    WHERE p.org_id = v.org_id AND p.conversation_id = v.id))
  AND ${isHeld(ctx, sql.ref('c.canonical_id'))}))`;

/** Messages whose conversation is closed, old and not emptied yet. */
const messages: Category = {
  ...{ name: 'messages', least: 30, most: 36500, usual: null },
  due: (ctx, before, { held: isOnly, most }) => sql<{ id: string }>`
    SELECT m.id FROM messages m JOIN conversations v ON v.org_id = m.org_id AND v.id = m.conversation_id
    WHERE m.org_id = ${ctx.orgId} AND m.created_at < ${before} AND v.status = 'resolved' AND m.content->>'kind' <> 'system'
      AND m.content <> '{"v":1,"kind":"text","text":""}'::jsonb AND ${held(isOnly)} ${ofHeld(ctx)}
    ORDER BY m.conversation_id, m.seq LIMIT ${most}`,
  purge: async (ctx, ids) => all(ids, await purgeScope(ctx, { ...emptyScope, messages: ids })),
};

/** Files of messages; their names go, too. */
const attachments: Category = {
  ...{ name: 'attachments', least: 7, most: 36500, usual: null },
  due: (ctx, before, { held: isOnly, most }) => sql<{ id: string }>`
    SELECT a.id FROM attachments a JOIN messages m ON m.org_id = a.org_id AND m.id = a.message_id
    JOIN conversations v ON v.org_id = m.org_id AND v.id = m.conversation_id
    WHERE a.org_id = ${ctx.orgId} AND a.created_at < ${before} AND a.file_id IS NOT NULL AND v.status = 'resolved'
      AND ${held(isOnly)} ${ofHeld(ctx)} ORDER BY a.created_at LIMIT ${most}`,
  purge: async (ctx, ids) => {
    const { rows } = await sql<{ file_id: string; thumbnail_id: string | null }>`
      SELECT file_id, thumbnail_id FROM attachments WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(
      ctx.db,
    );
    await sql`UPDATE attachments SET file_id = NULL, thumbnail_id = NULL, name = '', state = 'failed', ref = NULL, content_id = NULL
      WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(ctx.db);
    const files = rows.flatMap((row) => [row.file_id, row.thumbnail_id]).filter((id) => id !== null);
    const gone = await sql<{
      hash: Buffer;
    }>`DELETE FROM files f WHERE f.org_id = ${ctx.orgId} AND f.id = ANY (${files}::uuid[])
      AND NOT EXISTS (SELECT FROM attachments a WHERE a.org_id = f.org_id AND (a.file_id = f.id OR a.thumbnail_id = f.id))
      AND NOT EXISTS (SELECT FROM customer_files k WHERE k.org_id = f.org_id AND (k.file_id = f.id OR k.thumbnail_id = f.id))
      AND NOT EXISTS (SELECT FROM canned_files k WHERE k.org_id = f.org_id AND (k.file_id = f.id OR k.thumbnail_id = f.id))
      RETURNING hash`.execute(ctx.db);
    return all(
      ids,
      gone.rows.map(({ hash }) => hash),
    );
  },
};

/** Raw bytes received; the house empties them after 30 days anyhow. */
const receipts: Category = {
  ...{ name: 'receipts', least: 1, most: 30, usual: 30 },
  due: (ctx, before, { held: isOnly, most }) => sql<{ id: string }>`
    SELECT id FROM receipts WHERE org_id = ${ctx.orgId} AND received_at < ${before} AND body IS NOT NULL AND state <> 'new'
      AND ${!isOnly} ORDER BY received_at LIMIT ${most}`,
  purge: async (ctx, ids) => {
    await sql`UPDATE receipts SET body = NULL, headers = NULL, external_id = NULL, facts = '{}'
      WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(ctx.db);
    return all(ids);
  },
};

/** The event log: ids and facts without content. */
const events: Category = {
  ...{ name: 'events', least: 30, most: 36500, usual: null },
  due: (ctx, before, { held: isOnly, most }) => sql<{ id: string }>`
    SELECT id::text FROM events WHERE org_id = ${ctx.orgId} AND at < ${before} AND ${!isOnly} ORDER BY id LIMIT ${most}`,
  purge: async (ctx, ids, before) => {
    // The door out of the log lets nothing younger than 30 days through, whatever is asked: what went is counted, not what was due.
    const { rows } =
      await sql`SELECT meada_drop_old_events(${before}::timestamptz, ${ids.length}::integer)`.execute(ctx.db);
    return { gone: rows.length, hashes: [] };
  },
};

/** Closed conversations as a whole: messages, subject, fields; the number and the times stay. */
const conversations: Category = {
  ...{ name: 'conversations', least: 30, most: 36500, usual: null },
  due: (ctx, before, { held: isOnly, most }) => sql<{ id: string }>`
    SELECT v.id FROM conversations v WHERE v.org_id = ${ctx.orgId} AND v.status = 'resolved' AND v.resolved_at < ${before}
      AND (v.preview IS NOT NULL OR v.subject IS NOT NULL OR EXISTS (SELECT FROM messages m WHERE m.org_id = v.org_id
        AND m.conversation_id = v.id AND m.content->>'kind' <> 'system' AND m.content <> '{"v":1,"kind":"text","text":""}'::jsonb))
      AND ${held(isOnly)} ${ofHeld(ctx)} ORDER BY v.resolved_at LIMIT ${Math.min(most, 100)}`,
  purge: async (ctx, ids) => {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM messages WHERE org_id = ${ctx.orgId} AND conversation_id = ANY (${ids}::uuid[])`.execute(
      ctx.db,
    );
    const messages_ = rows.map(({ id }) => id);
    return all(ids, await purgeScope(ctx, { ...emptyScope, conversations: ids, messages: messages_ }));
  },
};

/** Who has only a browser's number and no name, and was not seen since. */
const visitors: Category = {
  ...{ name: 'visitors', least: 1, most: 36500, usual: null },
  due: (ctx, before, { held: isOnly, most }) => {
    const anonymous = [...ctx.ports.identityKinds.values()].flatMap(({ kind, anonymous: is }) =>
      is ? [kind] : [],
    );
    return sql<{ id: string }>`
      SELECT c.id FROM customers c WHERE c.org_id = ${ctx.orgId} AND c.seen_at < ${before} AND c.erased_at IS NULL
        AND c.canonical_id = c.id AND c.name IS NULL
        AND EXISTS (SELECT FROM identities i WHERE i.org_id = c.org_id AND i.customer_id = c.id)
        AND NOT EXISTS (SELECT FROM customers g JOIN identities i ON i.org_id = g.org_id AND i.customer_id = g.id
          WHERE g.org_id = c.org_id AND g.canonical_id = c.id AND NOT i.kind = ANY (${anonymous}::text[]))
        AND NOT EXISTS (SELECT FROM conversations v WHERE v.org_id = c.org_id AND v.customer_id = c.id AND v.status <> 'resolved')
        AND ${held(isOnly)} (${isHeld(ctx, sql.ref('c.canonical_id'))} OR ${hasKeptDemand(ctx, sql.ref('c.canonical_id'))})
      ORDER BY c.seen_at LIMIT ${Math.min(most, 100)}`;
  },
  purge: async (ctx, ids) => {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ANY (${ids}::uuid[])`.execute(
      ctx.db,
    );
    await eraseGroup(ctx, { members: rows.map(({ id }) => id) });
    return all(ids);
  },
};

/** Requests of the public page that are over: what was written, and the address. */
const requests: Category = {
  ...{ name: 'requests', least: 180, most: 36500, usual: 1825 },
  due: (ctx, before, { held: isOnly, most }) => sql<{ id: string }>`
    SELECT id FROM privacy_requests WHERE org_id = ${ctx.orgId} AND closed_at < ${before}
      AND (address IS NOT NULL OR details <> '') AND ${!isOnly} ORDER BY closed_at LIMIT ${most}`,
  purge: async (ctx, ids) => {
    await sql`UPDATE privacy_request_messages SET text = '' WHERE org_id = ${ctx.orgId} AND request_id = ANY (${ids}::uuid[])`.execute(
      ctx.db,
    );
    await sql`UPDATE privacy_requests SET address = NULL, details = '', outcome = NULL, match_hash = NULL, proof = NULL
      WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(ctx.db);
    return all(ids);
  },
};

/** What customers wrote with their ratings; the ratings themselves stay, for the numbers. */
const surveys: Category = {
  ...{ name: 'surveys', least: 30, most: 36500, usual: null },
  due: (ctx, before, { held: isOnly, most }) => sql<{ id: string }>`
    SELECT s.id FROM surveys s JOIN customers c ON c.org_id = s.org_id AND c.id = s.customer_id
    WHERE s.org_id = ${ctx.orgId} AND s.commented_at < ${before} AND s.comment <> ''
      AND ${held(isOnly)} ${isHeld(ctx, sql.ref('c.canonical_id'))} ORDER BY s.commented_at LIMIT ${most}`,
  purge: async (ctx, ids) => {
    await sql`UPDATE surveys SET comment = '' WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(
      ctx.db,
    );
    return all(ids);
  },
};

export const categories: readonly Category[] = [
  ...[messages, attachments, receipts, events, conversations, visitors, requests, surveys],
];

/** Empties rows and releases files; a history that is fetched again does not bring the messages back. */
async function purgeScope(ctx: Ctx, scope: Scope): Promise<Buffer[]> {
  const { rows } = await sql<{ inboxId: string; externalId: string }>`
    SELECT inbox_id AS "inboxId", external_id AS "externalId" FROM external_ids
    WHERE org_id = ${ctx.orgId} AND message_id = ANY (${scope.messages}::uuid[])`.execute(ctx.db);
  await markErased(
    ctx,
    rows.map((row) => ({ kind: 'external' as const, ...row })),
  );
  const hashes = await releaseFiles(ctx, scope);
  await emptyHoldings(ctx, scope);
  return hashes;
}
